"""What the description allows is not refused for its shape: only for what a schema cannot say."""

import schemathesis
from schemathesis.generation import GenerationMode

SHAPE = {"unknown", "missing"}
# Shapes that one of their own members decides: which others belong to it is said in words.
DECIDED = ("rating.", "triggers.", "verification.")


@schemathesis.check
def not_refused_for_its_shape(ctx, response, case):
    """A field that there is not, one that is missing, a text for a number: the description says so beforehand."""
    if response.status_code != 422 or case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE:
        return
    # `null` takes a member away, and whether it can be done without is not in a schema of changes.
    shape = SHAPE - {"missing"} if case.method.upper() == "PATCH" else SHAPE
    for error in response.json().get("errors", []):
        decided = error["field"].startswith(DECIDED)
        assert decided or error.get("code") not in shape, f"refused for its shape: {error}"
