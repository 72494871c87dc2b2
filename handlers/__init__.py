"""What people say and tap: one module a capability, and a template for every word the bot says."""

from handlers.colleagues import may_pass
from handlers.duties import duties
from handlers.menus import set_menus
from handlers.registry import register
from handlers.services import Services

__all__ = ["Services", "duties", "may_pass", "register", "set_menus"]
