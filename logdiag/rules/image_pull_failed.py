"""An image could not be pulled from its registry.

What it looks for: containerd's `PullImage ... failed` and kubelet's `Failed to pull image`.

Why it fails a launch: the container that needs it does not start; without the image on the node no try does.

What to do: the reason tells: certificate, name, credentials, tag, or a registry that does not answer.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="image-pull-failed",
    kinds={"kubelet.pull_failed"},
    subject="image",
    noun="image",
    fields=("reason",),
    title="{where} could not pull an image: {name}",
    means=(
        "The registry, or the way to it, refused: {reason}. 'x509: certificate has expired': "
        "renew the registry's certificate or set the clock; 'unknown authority': its CA is "
        "not known here; 'no such host': DNS; '401' or 'denied': credentials; 'not found': "
        "the tag."
    ),
    severity="error",
    stage="prepared",
    category="storage.image",
    says="an image could not be pulled from its registry",
    telling=Telling(
        confidence="likely",
        beyond="not known: more than the reason tells",
        asks=(
            Ask(
                "crictl pull {image}",
                (
                    (
                        "Image is up to date",
                        "it works by now",
                    ),
                    (
                        "an error",
                        "it tells the reason again",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            'Nov 22 06:16:00 nc01 containerd[733]: time="2026-11-22T06:16:00.113010Z" '
            'level=error msg="PullImage \\"registry.example.net/compute:v1\\" failed" '
            'error="failed to pull and unpack image: x509: certificate has expired or is not yet '
            'valid"\n'
        ),
    ),
    quiet=(
        (
            'Nov 22 06:16:00 nc01 containerd[733]: time="2026-11-22T06:16:00.113010Z" level=info '
            'msg="PullImage \\"registry.example.net/compute:v1\\""\n'
        ),
    ),
    fix="mend what the reason names, and pull again",
)
