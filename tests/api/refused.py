"""What the description allows is not refused for its shape: only for what a schema cannot say."""

import schemathesis
from schemathesis.generation import GenerationMode

SHAPE = {"unknown", "missing"}


@schemathesis.check
def not_refused_for_its_shape(ctx, response, case):
    """A field that there is not, one that is missing, a text for a number: the description says so beforehand."""
    if response.status_code != 422 or case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE:
        return
    for error in response.json().get("errors", []):
        assert error.get("code") not in SHAPE, f"refused for its shape: {error}"
