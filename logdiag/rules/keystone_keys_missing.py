"""Keystone has no keys to make and read tokens with.

What it looks for: `Either [fernet_tokens] key_repository does not exist or Keystone does not have sufficient
permission to access it`, `No encryption keys found; run keystone-manage fernet_setup`.

Why it fails a launch: nobody gets a token (HTTP 500), so that no request of any service is let through.

What to do: keystone-manage fernet_setup, or give the keys to keystone's user; on every keystone the same keys.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="keystone-keys-missing",
    kinds={"keystone.keys_missing"},
    subject="host",
    fields=("repository",),
    title="Keystone on {where} has no fernet keys to make tokens with: {repository}",
    means=(
        "The folder of the keys (key_repository) is not there, is empty, or keystone's user may not read it:"
        " keystone-manage fernet_setup was never run on this host (or container), the keys were not copied to it, or"
        " they belong to root. Until they are there nobody gets a token, and every service answers 500 or 401."
    ),
    severity="error",
    stage="requested",
    category="control.identity",
    says="keystone has no keys to make tokens with",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "ls -ln /etc/keystone/fernet-keys",
                (
                    (
                        "no such file, or nothing in it",
                        "keystone-manage fernet_setup, or copy the keys of another",
                    ),
                    ("keys of another owner", "chown them to keystone's user, mode 600"),
                ),
            ),
        ),
        hits_all=True,
    ),
    symptom_of=("python-file-denied",),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR keystone.common.fernet_utils [-] Either [fernet_tokens] "
            "key_repository does not exist or Keystone does not have sufficient permission to access it: "
            "/etc/keystone/fernet-keys/\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 INFO keystone.token.providers.fernet.utils [-] Loaded 2 encryption keys "
            "(max_active_keys=3) from: /etc/keystone/fernet-keys/\n"
        ),
    ),
    fix="keystone-manage fernet_setup (the same keys on every keystone), readable for keystone's user",
)
