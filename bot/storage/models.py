"""Every table, imported in one place so that the metadata is whole."""

from sqlmodel import SQLModel

from bot.storage import conversation, outbox, people, updates

metadata = SQLModel.metadata
TABLES = (conversation, outbox, people, updates)
