"""What an office decides by, as data: parameters with label, value, reference, confirmed or not. Pure Python.

`packaged/*.yaml` are samples of this release; an office states its own version (`rnd.models.PolicyVersion`) over one of them: its document,
its numbers, and which of them it compared with the original. A parameter nobody confirmed decides nothing by itself.
"""

from titian.rnd.policy.packages import KINDS, packaged, type_label, type_labels
from titian.rnd.policy.parameters import Parameter, ParameterError, Policy, SubsidyType

__all__ = ["KINDS", "Parameter", "ParameterError", "Policy", "SubsidyType", "packaged", "type_label", "type_labels"]
