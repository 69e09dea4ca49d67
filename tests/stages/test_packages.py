"""What would be installed, and that the machine's own policy on services is left as it was."""

import pathlib

import pytest

from stages import packages


def test_names_are_read_without_their_reasons():
    assert packages.names("# list\n\ncmake  # configures\ng++\n") == ["cmake", "g++"]


def test_two_names_on_a_line_are_refused():
    with pytest.raises(ValueError, match="line 1"):
        packages.names("cmake g++\n")


def test_the_shipped_list_is_readable_and_names_each_once():
    shipped = packages.names((pathlib.Path(__file__).parents[1] / "packages.txt").read_text())
    assert len(shipped) == len(set(shipped)) > 20


def test_only_what_is_installed_counts_as_installed():
    lines = "a install ok installed\nb:amd64 install ok installed\nc deinstall ok config-files\n"
    assert packages.missing(["a", "b", "c", "d"], lines) == ["c", "d"]


def test_services_of_a_package_are_kept_from_the_next_boot():
    listing = "/lib/systemd/system/x.service\n/lib/systemd/system/y@.service\n/etc/init.d/x\n/usr/bin/x.service\n/."
    assert packages.services(listing) == [["systemctl", "disable", "x.service"], ["update-rc.d", "x", "disable"]]


def test_services_are_denied_for_the_time_of_the_installation_only(tmp_path):
    policy = tmp_path / "policy-rc.d"
    with packages.services_denied(policy):
        assert "exit 101" in policy.read_text() and policy.stat().st_mode & 0o111
    assert not policy.exists()


def test_the_owners_policy_stays(tmp_path):
    policy = tmp_path / "policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 101\n")
    with packages.services_denied(policy):
        pass
    assert policy.read_text() == "#!/bin/sh\nexit 101\n"


def test_what_a_killed_run_left_behind_is_removed(tmp_path):
    policy = tmp_path / "policy-rc.d"
    policy.write_text(f"#!/bin/sh\n{packages.OURS}\nexit 101\n")
    with packages.services_denied(policy):
        pass
    assert not policy.exists()
