"""A whole ledger as data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from titian.ledgers.definition.colours import Colour, ColourRule
from titian.ledgers.definition.fields import Field
from titian.ledgers.definition.measures import Figure

# Who may fill a ledger in besides the bureau's own people; each of them sees only their own rows.
FILLERS: dict[str, str] = {"town": "乡镇街道", "enterprise": "企业", "carrier": "载体", "expert": "专家（特派员）"}
# The areas of the office's work, as navigation groups the ledgers.
GROUPS: dict[str, str] = {
    "enterprises": "服务企业",
    "supervision": "督办与建议提案",
    "funds": "资金与项目",
    "platforms": "平台载体",
    "talent": "人才与农业",
    "office": "机关运行",
    "local": "本局自定",
}

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)")


@dataclass(frozen=True)
class State:
    """A state a row can be in. `closes`: reaching it closes the row; `after`: the states it can follow ((): any);
    `needs`: the fields that must be filled in before (面商 before a reply).

    rank orders the stages of a funnel (declared 1, selected 2, accepted 3); None: no stage.
    notable  reaching it is an event the office remembers: it stands in the 大事记
    """

    code: str
    label: str
    colour: Colour = Colour.GREY
    closes: bool = False
    after: tuple[str, ...] = ()
    rank: int | None = None
    needs: tuple[str, ...] = ()
    notable: bool = False


@dataclass(frozen=True)
class Notable:
    """Which rows are events of the 大事记. The rest is routine, and there on demand.

    rows    by themselves, on their day; False: only when they reach a notable state
    where   field key → the codes that are (and); {}: every row
    least   so many people, 人次, pieces (`count`) at least; 0: however many
    result  the fields that say what came of it (等次, 位次), told behind it
    """

    rows: bool = True
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    least: int = 0
    result: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """A sentence offered for papers, as `base.paragraphs.Paragraph` takes it.

    text   in the closed placeholder grammar of `reports.wording`; empty: the ordinary sentence of the first of `codes`
    codes  the figures it speaks of; (): those whose placeholders stand in the text
    area   whose section it belongs to, by the catalogue's areas; empty: the area of its first figure
    """

    text: str = ""
    codes: tuple[str, ...] = ()
    area: str = ""
    plan: str = ""
    title: str = ""
    topic: str = ""
    order: int = 100

    @property
    def speaks_of(self) -> tuple[str, ...]:
        """The figures, the one it is about first."""
        return self.codes or tuple(dict.fromkeys(_PLACEHOLDER.findall(self.text)))


@dataclass(frozen=True)
class Definition:
    """One ledger, in one version.

    name        code, lower-case English: visits
    counted     the counting word of its rows: 次, 项, 人
    mechanism   of base.mechanisms; hidden where the office has nothing to do with it
    department  name of the 科室 that answers for it: rows that say none fall to it
    identity    keys by which a row of a sheet is the same as one that is there
    states      in their order; the first is where a row begins. (): the row has no course
    closing     without states: does a filled `closed_on` close a row (solved problems)?
    fillers     of FILLERS
    one_off     a form sent out once: not in the navigation
    notable     which rows are events by themselves, or whose notable states are; None: only what its notable states say
    version     grows with every change; a row keeps the version it was written under
    """

    name: str
    label: str
    fields: tuple[Field, ...]
    counted: str = "条"
    group: str = "local"
    order: int = 500
    mechanism: str = ""
    department: str = ""
    help: str = ""
    identity: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    colours: tuple[ColourRule, ...] = ()
    figures: tuple[Figure, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    fillers: tuple[str, ...] = ()
    one_off: bool = False
    notable: Notable | None = None
    version: int = 1
    options: Mapping[str, object] = field(default_factory=dict, hash=False)

    @cached_property
    def by_key(self) -> Mapping[str, Field]:
        return {one.key: one for one in self.fields}

    @cached_property
    def states_by_code(self) -> Mapping[str, State]:
        return {state.code: state for state in self.states}

    @cached_property
    def own(self) -> tuple[Field, ...]:
        """Fields that live in the row's JSON."""
        return tuple(one for one in self.fields if not one.is_shared)

    @property
    def entering(self) -> str:
        """登记培训; 登记公文 into 公文登记; 登记建议提案 for 建议提案办理, 登记引才 into 引才台账."""
        return f"登记{self.label.removesuffix('登记').removesuffix('办理').removesuffix('台账')}"

    @cached_property
    def quick(self) -> tuple[Field, ...]:
        """The short form: what is marked so, else what is required."""
        return tuple(one for one in self.fields if one.quick) or tuple(one for one in self.fields if one.required)

    @property
    def stages(self) -> tuple[State, ...]:
        """The states a funnel runs through, in their order."""
        return tuple(sorted((state for state in self.states if state.rank is not None), key=lambda state: state.rank or 0))

    @cached_property
    def due_in(self) -> Mapping[str, frozenset[str]]:
        """State code ("" without states) → the fields a row in it ought to say: what is required, what this state and the stages before it ask
        for, what its figures count, how far it is. The rest may be open and nothing is amiss."""
        always = {one.key for one in self.fields if one.required} | {"progress"}
        return {code: frozenset(always | self._asked_by(code)) for code in self.states_by_code or ("",)}

    def _asked_by(self, code: str) -> set[str]:
        state = self.state(code)
        passed = [one for one in self.stages if state and state.rank is not None and (one.rank or 0) <= state.rank]
        needed = {key for one in [*passed, *filter(None, [state])] for key in one.needs}
        counted = [one for one in self.figures if not one.states or code in one.states]
        return needed | {key for one in counted for key in (*one.filled, one.sum) if key}

    @property
    def first_state(self) -> str:
        return self.states[0].code if self.states else ""

    @property
    def notable_states(self) -> tuple[str, ...]:
        return tuple(state.code for state in self.states if state.notable)

    def field(self, key: str) -> Field | None:
        return self.by_key.get(key)

    def label_of(self, key: str) -> str:
        found = self.by_key.get(key)
        return found.label if found else {"state": "状态", "evidence": "佐证材料"}.get(key, key)

    def state(self, code: str) -> State | None:
        return self.states_by_code.get(code)

    @property
    def ends(self) -> bool:
        """Is a row ever done with? A visit or a meeting is done when it is entered; what has a deadline, an end or a closing state is not."""
        return any(state.closes for state in self.states) or any(self.field(key) for key in ("due", "closed_on"))
