"""List the states in which the playbooks have stood, from git's own history: what each merge has left.

Comes in: a folder of a repository, and how many states are wanted. Goes out: `PastState`s, the newest first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from perimetre.reading.revisions import Repository, Revision, RevisionError


@dataclass(frozen=True, slots=True, kw_only=True)
class PastState:
    """A state of the playbooks.

    Fields:
        revision: the commit that has brought it to the branch, and the folder.
        tree: the id of the folder's content: the same files have the same.
        at: when it was brought, in UTC.
    """

    revision: Revision
    tree: str
    at: datetime


def past_states(repository: Repository, most: int) -> tuple[PastState, ...]:
    """Return the last states of the playbooks on the branch that is checked out, the newest first.

    The branch is followed from a commit to its first parent: what a merge brings is one state, as it was published.

    Args:
        repository: that of the playbooks, found from their folder.
        most: how many states, at most; where the folder was moved, there are none before.

    Raises:
        RevisionError: there is no commit, or the clone is shallow.
    """
    head = repository.revision("HEAD")
    if repository.is_shallow:
        raise RevisionError(repository.too_shallow(head.name))
    place = f":(top,literal){head.path}" if head.path else ":(top)"
    walk = ("rev-list", "--first-parent", "--timestamp", f"--max-count={most}", head.commit, "--", place)
    commits = [(int(seconds), commit) for seconds, commit in (line.split() for line in repository.ask(*walk))]
    asked = "".join(f"{commit}:{head.path}\n" for _, commit in commits)
    kinds = repository.ask("cat-file", "--batch-check=%(objecttype) %(objectname)", given=asked)
    states: list[PastState] = []
    for (seconds, commit), kind in zip(commits, kinds, strict=False):
        if not kind.startswith("tree "):
            break
        revision = Revision(name=commit[:12], commit=commit, path=head.path)
        at = datetime.fromtimestamp(seconds, UTC)
        states.append(PastState(revision=revision, tree=kind.removeprefix("tree "), at=at))
    return tuple(states)
