"""Alerts put into words: the templates of `config/messages/`, filled without names, needs, schools or councils."""

from ehcp_workflow.messages.words.describing import describe
from ehcp_workflow.messages.words.items import Item, Surround, Words
from ehcp_workflow.messages.words.language import LanguageTexts, relative
from ehcp_workflow.messages.words.templates import Templates

__all__ = ["Item", "LanguageTexts", "Surround", "Templates", "Words", "describe", "relative"]
