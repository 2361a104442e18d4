#!/usr/bin/env python3
"""`unlock` with and without a keyring of the kernel.

The keyring is taken away by refusing its system calls, as a container does: the refusal says so, and nothing is kept. Where this
machine has one, one passphrase is enough until `lock`, the time is set in the kernel, and the name of the key tells nothing.
"""

import pathlib
import re
import subprocess

from common import binary, fresh, memory, need_root
from suite_passphrase import Device


def refused(device, call, error):
    """Runs `unlock` with a call of the keyring refused."""
    return device.go("unlock", before=["strace", "-f", "-o", "/dev/null", "-e", f"inject={call}:error={error}"])


def open_without(device):
    """Whether the roster opens with nobody to ask."""
    run = device.run_bare("member", "list")
    assert run.returncode in (0, 12), run
    return run.returncode == 0


class Bare(Device):
    def run_bare(self, *args):
        return subprocess.run(
            [binary(), "--lang", "en", "--vault", str(self.vault), *args], env=self.environment(), cwd=self.home,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
        )


def main():
    need_root()
    with fresh(memory()) as at:
        device = Bare(at)
        assert device.go("init").returncode == 0
        assert not open_without(device)
        for call in ("add_key", "keyctl", "add_key,keyctl"):
            for error in ("ENOSYS", "EPERM", "EACCES", "EDQUOT"):
                run = refused(device, call, error)
                assert run.returncode == 1, (call, error, run)
                said = run.stderr.replace("\n  ", " ")
                assert "keeps no secret" in said and "contrepoids shell" in said, said
                assert not open_without(device), f"{call} {error}: something is kept"
        # Without the refusal: what this machine has.
        run = device.go("unlock", "--for", "5m")
        has = run.returncode == 0
        if has:
            assert open_without(device)
            keys = pathlib.Path("/proc/keys").read_text()
            # The time is in the list: minutes, not "perm".
            assert re.search(r"\b[1-5]m\b.*\buser\b", keys) or re.search(r"\b\d+s\b.*\buser\b", keys), keys
            assert "contrepoids" not in keys, "the name of the key tells what it is"
            assert device.run_bare("lock").returncode == 0 and not open_without(device)
            assert device.run_bare("lock").stdout.strip() == "Nothing was open."
        else:
            assert run.returncode == 1 and not open_without(device), run
    print(f"12 refusals in words, nothing kept; a keyring of the kernel on this machine: {has}")


if __name__ == "__main__":
    main()
