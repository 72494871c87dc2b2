"""Everything that is not a question: unknown commands, old buttons, pictures and voices."""

from handlers.bare import nearest
from handlers.turn import Turn


async def unknown_command(turn: Turn) -> None:
    """A command that does not exist; in a group only when it was meant for this bot."""
    message = turn.message
    words = (message.text or "").split() if message else []
    named = bool(words) and f"@{turn.services.bot_name}".lower() in words[0].lower()
    if turn.is_private or named:
        said = words[0][1:].partition("@")[0] if words else ""
        await turn.reply("other/unknown_command", near=nearest(said, list(turn.services.commands)))


async def edited_command(turn: Turn) -> None:
    """An edited command has no effect and says so."""
    await turn.reply("other/edited_command", quote=True)


async def not_text(turn: Turn) -> None:
    """Voice, photo, sticker, document: what to do instead. In a group only when addressed with words."""
    message = turn.message
    if message is None:
        return
    if message.voice or message.audio or message.video_note:
        await turn.reply("other/voice", quote=not turn.is_private)
    elif message.photo or message.document:
        await turn.reply("other/photo", quote=not turn.is_private)
    elif turn.is_private:
        await turn.reply("other/only_text")


async def old_button(turn: Turn) -> None:
    """A button nobody knows any more, or one that was forged."""
    turn.answer("refusals/old_button", alert=True)
