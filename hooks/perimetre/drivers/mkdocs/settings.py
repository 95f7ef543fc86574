"""Read what `mkdocs.yml` says of the handbook: which folder, for whom.

Comes in: the settings as written (`extra.perimetre` for the hook, `plugins: perimetre` for the plugin), and the
variables PERIMETRE_AUDIENCE and PERIMETRE_COMPARTMENTS. Goes out: `SiteSettings`. What is misspelt is refused in the
site's language: a setting that is passed over would publish pages to people who may not read them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mkdocs.config import config_options
from mkdocs.config.base import Config, ValidationError

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.frozen import dataclass
from perimetre.base.suggest import closest
from perimetre.base.words import Listing, Message, few, message, say
from perimetre.drivers.mkdocs.editing import CODE_HOSTS
from perimetre.drivers.past import TOLD
from perimetre.render.pages import AUDIENCES, Audience

if TYPE_CHECKING:
    from mkdocs.config.base import ConfigErrors, ConfigWarnings
    from mkdocs.config.defaults import MkDocsConfig

# Says, for one build, another audience than `mkdocs.yml`.
VARIABLE = "PERIMETRE_AUDIENCE"
# Says, for one build, other compartments than `mkdocs.yml`: their ids, a comma or a space between two; empty: none.
COMPARTMENTS = "PERIMETRE_COMPARTMENTS"


class SettingsError(PerimetreError):
    """A setting is unknown, or cannot have the value that it is given."""


class PerimetreConfig(Config):
    """The settings, their types and what they are when they are not written.

    Fields:
        folder: the playbooks, from the folder of `mkdocs.yml`.
        audience: who reads the site: it holds nothing above it.
        compartments: those that the site contains.
        history: of how many changes, at most, the site tells what they did; 0: of none.
        offline: whether the devices that read the site keep a copy of it; they never do of the public one.
        code_host: the software that holds the repository, where its address does not name it.
    """

    folder = config_options.Type(str, default="playbooks")
    audience: config_options.Choice[Audience] = config_options.Choice(AUDIENCES, default="internal")
    compartments = config_options.ListOfItems(config_options.Type(str), default=[])
    history = config_options.Type(int, default=TOLD)
    offline = config_options.Type(bool, default=True)
    code_host = config_options.Choice(("", *CODE_HOSTS), default="")

    def validate(self) -> tuple[ConfigErrors, ConfigWarnings]:
        """Say nothing yet: MkDocs' words are English, and it lets an unknown key pass. `read_settings` judges them."""
        return [], []


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """The settings of one build.

    Fields:
        folder: the playbooks, as written: from the folder of `mkdocs.yml`.
        audience: who reads the site.
        compartments: those that it contains.
        history: of how many changes it tells what they did.
        offline: whether the devices that read it keep a copy.
        code_host: the software that holds the repository, one of `CODE_HOSTS`; "": its address names it.
    """

    folder: str = "playbooks"
    audience: Audience = "internal"
    compartments: tuple[str, ...] = ()
    history: int = TOLD
    offline: bool = True
    code_host: str = ""


def read_settings(written: object, where: str, environment: Mapping[str, str], language: str) -> SiteSettings:
    """Return the settings that are written, each with its default where it is not.

    Args:
        written: what `mkdocs.yml` holds: a mapping, or None.
        where: where it is written, for what is said of it.
        environment: the variables of the process.
        language: in which language it is refused.

    Raises:
        SettingsError: one or several are wrong; all of them are told.
    """
    if not isinstance(written, Mapping):
        if written is not None:
            raise SettingsError(message("`{where}` holds settings, such as `audience: internal`.", where=where))
        written = {}
    config = PerimetreConfig()
    config.update(written)
    if VARIABLE in environment:
        config["audience"] = environment[VARIABLE]
    if COMPARTMENTS in environment:
        config["compartments"] = environment[COMPARTMENTS].replace(",", " ").split()
    options = dict(PerimetreConfig._schema)
    problems = [_unknown(key, where, options) for key in written if key not in options]
    for key, option in options.items():
        value = config[key]
        try:
            option.validate(value)
        except ValidationError:
            is_wrong = True
        else:
            # MkDocs takes what is written and left empty for what is not written.
            is_wrong = value is None or (isinstance(value, str) and not value.strip() and key != "code_host")
        if key == "history":
            # To Python, yes and no are numbers.
            is_wrong = is_wrong or isinstance(value, bool) or value < 0
        if is_wrong:
            problems.append(_wrong(key, value, where, from_environment=VARIABLE in environment))
    if problems:
        # Each is in the site's language already.
        raise SettingsError(
            Message("{problems}", {"problems": "\n".join(say(problem, language) for problem in problems)})
        )
    return SiteSettings(
        folder=config.folder,
        audience=config.audience,
        compartments=tuple(config.compartments),
        history=config.history,
        offline=config.offline,
        code_host=config.code_host,
    )


def language_of(config: MkDocsConfig) -> str:
    """Return the language of the site: that of its theme where we speak it, else French."""
    return "en" if config.theme.get("language") == "en" else "fr"


def _unknown(key: object, where: str, known: Mapping[str, object]) -> Message:
    near = closest(str(key), known)
    if near:
        return message("`{where}` has no setting `{key}`. Did you mean `{near}`?", where=where, key=key, near=near)
    names = few((f"`{name}`" for name in known), "or")
    return message("`{where}` has no setting `{key}`. Write {names}.", where=where, key=key, names=names)


def _wrong(key: str, value: object, where: str, *, from_environment: bool) -> Message:
    if key == "folder":
        return message(
            "In `{where}`, `folder` names the folder of the playbooks (`folder: playbooks`); it cannot be `{value}`.",
            where=where,
            value="" if value is None else value,
        )
    if key == "compartments":
        return message(
            "In `{where}`, `compartments` lists ids of compartments of `handbook.yml` (`compartments: [launch]`); it "
            "cannot be `{value}`.",
            where=where,
            value="" if value is None else value,
        )
    if key == "history":
        return message(
            "In `{where}`, `history` says of how many changes the site tells what they did (`history: 12`, or 0 for "
            "none); it cannot be `{value}`.",
            where=where,
            value="" if value is None else value,
        )
    if key == "offline":
        return message(
            "In `{where}`, `offline` says whether devices keep a copy of the site (`offline: false`: none); it cannot "
            "be `{value}`.",
            where=where,
            value="" if value is None else value,
        )
    if key == "code_host":
        return message(
            "In `{where}`, `code_host` names the software that holds the repository, where its address does not say "
            "it: {known}; it cannot be `{value}`.",
            where=where,
            known=Listing(tuple(f"`{name}`" for name in CODE_HOSTS), "or"),
            value="" if value is None else value,
        )
    known = Listing(tuple(f"`{name}`" for name in AUDIENCES), "or")
    if from_environment and not value:
        return message(
            "The variable `{name}` is empty. Write {known}, or unset it to go by `mkdocs.yml`.",
            name=VARIABLE,
            known=known,
        )
    return message("The audience of the site is `{audience}`; write {known}.", audience=value, known=known)
