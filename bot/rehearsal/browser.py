"""What the browser page asks for."""

from typing import Any

import tornado.web


def page_application(telegram: Any) -> tornado.web.Application:
    """The page's routes."""
    return tornado.web.Application([])
