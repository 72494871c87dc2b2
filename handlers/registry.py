"""Which words and taps lead to which handler. One handler group, routed by kind only."""

from collections.abc import Awaitable, Callable, Coroutine
from types import ModuleType
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.mentoring import dialogues
from bot.mentoring.errors import Refusal
from bot.storage.conversation import Dialogue
from bot.storage.updates import GUARDED
from handlers import (
    actions,
    agenda,
    ask,
    bare,
    caseload,
    chats,
    check_ins,
    curating,
    find,
    findings,
    guarded,
    handing_over,
    importing,
    inline,
    instead,
    inviting,
    joining,
    journeys,
    later,
    meeting_changes,
    meetings,
    mentorship,
    notes,
    other,
    passing,
    plain,
    questions,
    school,
    serving,
    settings,
    start,
    teaching,
    trust,
    which,
    who_sees,
)
from handlers.services import Services
from handlers.turn import Handler, Turn

MODULES: tuple[ModuleType, ...] = (
    start,
    joining,
    inviting,
    school,
    mentorship,
    handing_over,
    importing,
    meetings,
    meeting_changes,
    later,
    findings,
    actions,
    notes,
    serving,
    agenda,
    caseload,
    trust,
    check_ins,
    settings,
    ask,
    passing,
    plain,
    questions,
    teaching,
    curating,
    journeys,
    find,
    who_sees,
    guarded,
    instead,
    which,
    chats,
    other,
)
Callback = Callable[[Update, Any], Coroutine[Any, Any, None]]
Step = Callable[[Turn, Dialogue], Awaitable[None]]
Telegram = Application[Any, Any, Any, Any, Any, Any]


class _Guarded(filters.UpdateFilter):
    """Messages whose words were stopped by the guard before they were stored."""

    def filter(self, update: Update) -> bool:
        return GUARDED in update.api_kwargs


def collected(name: str) -> dict[str, Any]:
    """One table made of the tables of that name in every module; a word in two of them is an error."""
    whole: dict[str, Any] = {}
    for module in MODULES:
        part: dict[str, Any] = getattr(module, name, {})
        if twice := whole.keys() & part.keys():
            raise ValueError(f"{name}: in two modules: {', '.join(sorted(twice))}")
        whole |= part
    return whole


def only_private() -> frozenset[str]:
    """The buttons that stand in private chats alone; from a group they can only be forged."""
    return frozenset[str]().union(*(getattr(module, "PRIVATE", ()) for module in MODULES))


async def register(application: Telegram, services: Services) -> None:
    """Add every handler. Called once, after the bot knows its own name."""
    services.bot_name = application.bot.username
    new = filters.UpdateType.MESSAGE
    edited = filters.UpdateType.EDITED_MESSAGE
    commands: dict[str, Handler] = collected("COMMANDS")
    presses: dict[str, Handler] = collected("PRESSES")
    steps: dict[str, Step] = collected("DIALOGUES")
    services.commands, services.steps = commands, steps
    add, on = application.add_handler, _callbacks(services)
    add(MessageHandler(_Guarded(), on(guarded.stopped)))
    for name, handler in commands.items():
        add(CommandHandler(name, on(_command(name, handler)), filters=new))
    private = only_private()
    for prefix, handler in presses.items():
        pressed = _asking_which(prefix, handler) if prefix in commands else handler
        pressed = _privately(pressed) if prefix in private else pressed
        add(CallbackQueryHandler(on(pressed), pattern=f"^{prefix}(:|$)"))
    add(CallbackQueryHandler(on(other.old_button)))
    add(MessageHandler(filters.StatusUpdate.ALL, on(chats.service_message)))
    add(MessageHandler(filters.COMMAND & new, on(other.unknown_command)))
    add(MessageHandler((filters.TEXT | filters.CAPTION) & new & ~filters.COMMAND, on(_said(steps, commands))))
    add(MessageHandler(filters.COMMAND & edited, on(other.edited_command)))
    add(MessageHandler(filters.TEXT & edited, on(ask.edited)))
    add(MessageHandler(filters.ALL & new, on(_not_text)))
    add(InlineQueryHandler(on(inline.asked)))
    add(ChatMemberHandler(on(chats.bot_moved), ChatMemberHandler.MY_CHAT_MEMBER))


def _callbacks(services: Services) -> Callable[[Handler], Callback]:
    def wrapped(handler: Handler) -> Callback:
        async def callback(update: Update, _context: Any) -> None:
            turn = Turn(services, update)
            try:
                await handler(turn)
            finally:
                await turn.look_away()

        return callback

    return wrapped


def _privately(handler: Handler) -> Handler:
    """What this button shows or changes is nothing for a group."""

    async def run(turn: Turn) -> None:
        if not turn.is_private:
            raise Refusal("only_privately")
        await handler(turn)

    return run


def _command(name: str, handler: Handler) -> Handler:
    """A command ends whatever dialogue was open, and says so where something is given up by it.

    /cancel says so itself; the same command again only starts afresh; notes are kept line by line.
    """

    async def run(turn: Turn) -> None:
        dialogue = None if handler is start.cancel else await _dialogue(turn)
        if dialogue is not None:
            await turn.end()
            if dialogue.name not in (name, "notes") and dialogue.data.get("words") != "":
                await turn.reply("dialogue/left")
        await asking(turn)

    asking = _asking_which(name, handler)
    return run


def _asking_which(name: str, handler: Handler) -> Handler:
    """Where it has to be known first which school is meant, the command is kept and goes on then."""

    async def run(turn: Turn) -> None:
        try:
            await handler(turn)
        except Refusal as refusal:
            if refusal.name != "which_school":
                raise
            await which.ask(turn, name, "\n".join(filter(None, (turn.quoted, turn.text))))

    return run


def _said(steps: dict[str, Step], commands: dict[str, Handler]) -> Handler:
    """Free text: the next step of an open dialogue, else a bare command, else a question."""

    async def run(turn: Turn) -> None:
        dialogue, named = await _dialogue(turn), bare.command(turn)
        if dialogue is not None and dialogue.name in steps and named != "cancel":
            if await instead.offered(turn, dialogue):
                return
            await steps[dialogue.name](turn, dialogue)
        elif turn.message and turn.message.text is None:
            await _not_text(turn)
        elif named is not None:
            turn.words = ""
            await _asking_which(named, commands[named])(turn)
        elif bare.is_code(turn):
            await joining.arrived(turn)
        elif bare.forgets(turn):
            await bare.forget(turn)
        else:
            await ask.said(turn)

    return run


async def _not_text(turn: Turn) -> None:
    """Pictures, voices, files: a file is only wanted where a table was asked for."""
    dialogue = await _dialogue(turn)
    if dialogue is not None and dialogue.name == "import" and turn.message and turn.message.document:
        await importing.sent(turn)
    else:
        await other.not_text(turn)


async def _dialogue(turn: Turn) -> Dialogue | None:
    """Read outside the transaction, so that what follows can be prepared before anything is written."""
    session = await turn.peek()
    return await dialogues.current(
        session, turn.chat.id, turn.thread_id, turn.user.id, turn.services.clock.now()
    )
