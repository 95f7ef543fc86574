"""Make the Jinja environment of a language: escaping on, nothing undefined printed, every value printed its own way.

A part of the stage render. Comes in: a language. Goes out: an environment whose templates know the words of the
catalogues. What a template prints passes through `shown`: a text of the house is set and escaped, a date is written
out; so no template can forget to do it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from types import CodeType, MethodType

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from perimetre.base.undecided import TO_COMPLETE
from perimetre.base.words import say, translations
from perimetre.language import typography
from perimetre.language.plain import TO_BE_COMPLETED, plain
from perimetre.model.text import Text

TEMPLATES = Path(__file__).parent / "templates"


@functools.cache
def environment(language: str) -> Environment:
    """Return the environment for `language`; it holds no word of any handbook, so it may be kept."""
    jinja = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=compiled_templates(language),
        # Folding constants takes longer than the pages of a build gain by it.
        optimized=False,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        finalize=functools.partial(shown, language=language),
    )
    jinja.context_class = _Context
    jinja.policies["ext.i18n.trimmed"] = True
    # The i18n extension adds this method.
    jinja.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]  # the extension adds it
    # A page says hundreds of words; what the extension gives instead asks the page for each of them twice.
    jinja.globals["_"] = jinja.globals["gettext"] = _gettext(language)
    return jinja


class _Context(Context):
    """A template's context, which calls macros and methods as they are.

    Jinja looks at each thing that it calls for whether it asks for a context; of what our templates call, only the
    functions of the i18n extension do. A page calls two hundred things.
    """

    def call(self, called: Callable[..., object], /, *args: object, **kwargs: object) -> object:
        """Return what a macro, a method or a function gives."""
        if type(called) not in _CALLED_AS_THEY_ARE:
            return super().call(called, *args, **kwargs)
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return called(*args, **kwargs)


_CALLED_AS_THEY_ARE = (MethodType, Macro)


def _gettext(language: str) -> Callable[..., Markup]:
    @functools.cache
    def bare(text: str) -> Markup:
        return Markup(translations(language).gettext(text))

    @functools.cache
    def alone(text: str) -> Markup:
        return bare(text) % {}

    def gettext(text: str, **fields: object) -> Markup:
        return bare(text) % fields if fields else alone(text)

    return gettext


class InMemory(BytecodeCache):
    """Keep compiled templates while the process lives: each rebuild of `serve` makes the theme's environment anew.

    It writes nothing. A file of a cache may be anybody's (a pull request can bring some), and a compiled template that
    is read back is run: who keeps them longer (`drivers/mkdocs/compiled.py`) answers for where.

    Fields:
        has_new: whether something was compiled that was not added.
    """

    def __init__(self) -> None:
        self._by_key: dict[str, tuple[str, CodeType]] = {}
        self.has_new = False

    def all(self) -> dict[str, tuple[str, CodeType]]:
        """Return all that is kept, by key, each with the checksum of its text."""
        return self._by_key

    def add(self, compiled: Mapping[str, tuple[str, CodeType]]) -> None:
        """Keep what another process has compiled, besides what this one has."""
        self._by_key = {**compiled, **self._by_key}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give back what was compiled from the same text."""
        checksum, code = self._by_key.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, in place of what an earlier text gave."""
        if bucket.code is not None:
            self._by_key[bucket.key] = bucket.checksum, bucket.code
            self.has_new = True


@functools.cache
def compiled_templates(language: str) -> InMemory:  # noqa: ARG001 - it is the key
    """Return what this process has compiled of our templates for a language."""
    return InMemory()


def shown(value: object, *, language: str) -> object:
    """Return what a template prints for `value`; a plain string stays as it is (and is escaped after)."""
    if isinstance(value, str):
        return to_complete(language) if value == TO_COMPLETE else value
    if value is None:
        return ""
    if isinstance(value, Text):
        return to_complete(language) if value.is_to_complete else lines(value, language)
    return plain(value, language)


def to_complete(language: str) -> Markup:
    """Return the mark of what the house has yet to say."""
    return Markup('<span class="pm-todo">{}</span>').format(say(TO_BE_COMPLETED, language))


def lines(text: Text, language: str) -> Markup:
    """Return a plain text with its line breaks kept."""
    escaped = escape(typography.typeset(text.in_(language).strip(), language))
    return Markup(str(escaped).replace("\n", "<br>")) if "\n" in escaped else escaped
