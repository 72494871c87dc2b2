"""The files of the local Telegram."""

import mimetypes
import secrets
from typing import Any

from bot.rehearsal.message import File

Json = dict[str, Any]


class Files:
    """Every file that was sent, by its id."""

    def __init__(self) -> None:
        self._kept: dict[str, File] = {}

    def keep(self, content: bytes, name: str) -> File:
        """Keep a file; its id is new and cannot be guessed."""
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = File(f"F{secrets.token_urlsafe(24)}", name, mime, content)
        self._kept[file.id] = file
        return file

    def find(self, file_id: str) -> File | None:
        """The file of that id."""
        return self._kept.get(file_id)

    @staticmethod
    def described(file: File, kind: str) -> Json:
        """The part of a Message object that describes the file as a document, photo, voice or sticker."""
        base: Json = {"file_id": file.id, "file_unique_id": file.id[:16], "file_size": len(file.content)}
        match kind:
            case "photo":
                return {"photo": [base | {"width": 800, "height": 600}]}
            case "voice":
                return {"voice": base | {"duration": 3, "mime_type": "audio/ogg"}}
            case "sticker":
                flags = {"type": "regular", "is_animated": False, "is_video": False, "emoji": "🙂"}
                return {"sticker": base | {"width": 512, "height": 512} | flags}
        return {"document": base | {"file_name": file.name, "mime_type": file.mime}}

    @staticmethod
    def path(file: File) -> str:
        """Where the Bot API offers it: the ``file_path`` of getFile."""
        return f"documents/{file.id}"
