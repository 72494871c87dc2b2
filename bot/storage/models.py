"""Every table, imported in one place so that the metadata is whole."""

from sqlmodel import SQLModel

from bot.storage import agreed, conversation, learnt, meetings, outbox, people, schools, updates

metadata = SQLModel.metadata
TABLES = (agreed, conversation, learnt, meetings, outbox, people, schools, updates)
