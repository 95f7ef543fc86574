"""Open the desk: forms on this machine for whoever does not write YAML: `perimetre desk`."""

from __future__ import annotations

import argparse
import contextlib
import threading

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.words import message, say
from perimetre.drivers.cli.output import notice, write
from perimetre.drivers.cli.remembered import capabilities_remembered, holidays_remembered
from perimetre.drivers.cli.shared import CLEAN, Translate, UsageError, add_path

ABOUT = message("write in the handbook with forms, in a browser of this machine: an absence, a ready answer, a word…")


def add(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Say what the command takes."""
    add_path(parser, "--path", translate)
    about = message("the port of this machine (any that is free by default)")
    parser.add_argument("--port", type=port, metavar="NUMBER", default=0, help=translate(about))
    about = message("do not open a browser; the address is printed")
    parser.add_argument("--no-browser", action="store_true", help=translate(about))


def port(text: str) -> int:
    """Read the number of a port, such as 8023.

    Raises:
        UsageError: the text is no such number.
    """
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 65_535:
        raise UsageError(message("`{text}` is not the number of a port. Write one: `8023`.", text=text))
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Run it until Ctrl-C, and return the exit status."""
    # Late: no other command serves.
    from perimetre.drivers.desk.server import LOOPBACK, DeskServer
    from perimetre.drivers.desk.work import Work

    with holidays_remembered(options.path), capabilities_remembered(options.path):
        work = Work(options)
        try:
            server = DeskServer(work, options.port)
        except OSError as error:
            taken = message(
                "The desk cannot open on port {port}: {reason}.", port=options.port, reason=error.strerror or LOOPBACK
            )
            raise UsageError(taken) from error
        with server:
            opened = message(
                "The desk is open here, for one browser: {address}\nCtrl-C closes it.",
                address=server.address,
            )
            write(say(opened, work.language) + "\n", options.output)
            threading.Thread(target=_warm, args=(work,), daemon=True).start()
            if not options.no_browser:
                # Late: nothing else opens a browser.
                import webbrowser

                webbrowser.open(server.address)
            try:
                server.serve_forever()
            except KeyboardInterrupt:
                notice(say(message("The desk is closed. What was saved is in the files."), work.language))
    return CLEAN


def _warm(work: object) -> None:
    from perimetre.drivers.desk.work import Work

    assert isinstance(work, Work)
    # What cannot be read is said by the page that asks for it.
    with contextlib.suppress(PerimetreError):
        work.warm()
