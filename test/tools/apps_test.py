"""The runner of apps, on apps of its own whose "node" is sh."""

import json
import pathlib
import sys
import tempfile
import types
import unittest
import unittest.mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))

from nodesuite import run  # noqa: E402
import test_apps  # noqa: E402


class Apps(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.apps = pathlib.Path(folder.name) / "apps"
        self.out = pathlib.Path(folder.name) / "out"
        for name, value in {"APPS": self.apps, "OUT": self.out}.items():
            patch = unittest.mock.patch.object(test_apps, name, value)
            patch.start()
            self.addCleanup(patch.stop)

    def app(self, name, text="exit 0", version="1.0.0", lock="{}"):
        folder = self.apps / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text(
            json.dumps({"dependencies": {"x": version}}))
        (folder / "package-lock.json").write_text(lock)
        (folder / "test.js").write_text(text)
        return folder

    def attempt(self, text, timeout=20):
        """Runs an app's test; what npm would have installed is there."""
        source = self.app("a", text)
        test_apps.copy_sources(source, self.out / "a")
        (self.out / "a/installed").write_text("{}")
        options = types.SimpleNamespace(node=pathlib.Path("/bin/sh"),
                                        timeout=timeout, install=False)
        return test_apps.attempt(run.Groups(), "a", options)

    def listed(self, working="", status=""):
        (self.apps / "working.txt").write_text(working)
        (self.apps / "status.md").write_text(status)
        return list(test_apps.mistakes(self.apps))

    def test_exit_status_decides(self):
        self.assertTrue(self.attempt("exit 0").passed)
        self.assertEqual(self.attempt("exit 2").why, "exited with 2")

    def test_one_without_its_service_is_skipped(self):
        result = self.attempt("echo '# Skipped: redis-server is missing'")
        self.assertEqual((result.passed, result.skipped), (False, True))
        self.assertEqual(test_apps.detail(result), "redis-server is missing")

    def test_node_in_its_path_is_the_one_that_is_tested(self):
        self.assertIsNone(self.attempt("node -c 'exit 0'").why)

    def test_processes_left_behind_are_a_failure(self):
        with unittest.mock.patch.object(run.process_group, "GRACE_SECONDS", 0.2):
            self.assertEqual(self.attempt("setsid sleep 60 &").why,
                             "left processes behind")

    def test_what_an_app_wrote_is_gone_the_next_time(self):
        self.attempt("touch made")
        self.assertIsNone(self.attempt("! test -e made").why)

    def test_every_app_is_listed_once(self):
        self.app("a")
        self.assertEqual(self.listed("a\n"), [])
        self.assertEqual(self.listed(status="| app | waits for |\n| a | tls |\n"), [])
        self.assertIn("a: must stand in", self.listed()[0])
        self.assertIn("not both", self.listed("a\n", "| a | tls |\n")[0])
        self.assertIn("no such app", self.listed("a\nb\n")[0])

    def test_versions_are_pinned_and_locks_name_no_registry(self):
        self.app("a", version="^1.0.0")
        self.assertIn("not pinned", self.listed("a\n")[0])
        self.app("a", lock='{"resolved": "somewhere"}')
        self.assertIn("names a registry", self.listed("a\n")[0])

    def test_the_list_only_grows(self):
        self.apps.mkdir()
        file = self.apps / "working.txt"
        test_apps.working_add(file, ["b"])
        test_apps.working_add(file, ["a"])
        self.assertEqual(test_apps.working_read(file), ["a", "b"])


class Tree(unittest.TestCase):
    def test_the_apps_of_the_tree_are_in_order(self):
        self.assertEqual(list(test_apps.mistakes(test_apps.APPS)), [])


if __name__ == "__main__":
    unittest.main()
