"""What each rule of the audit is called."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from plangraph.audit.arithmetic import RULES
from plangraph.audit.checkfiles import all_checks
from plangraph.texts import Lang, Texts


@lru_cache(maxsize=2)
def rule_titles(lang: Lang) -> Mapping[str, str]:
    """The title of every rule, by its name."""
    say = Texts("arithmetic", lang)
    recomputing = {rule: say(f"{rule}-title") for rule in RULES}
    return recomputing | {check.rule: check.title[lang] for check in all_checks()}
