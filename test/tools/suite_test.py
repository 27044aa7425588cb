"""The runner of Node's suite, on a small suite of its own whose "node" is sh."""

import argparse
import pathlib
import sys
import tempfile
import unittest
import unittest.mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))

from nodesuite import expected, passing, report, run, runtimes, scope  # noqa: E402
import process_group  # noqa: E402
import test_node  # noqa: E402


def suite_of(folder, files):
    """Writes {name: text} below folder/test."""
    for name, text in files.items():
        path = pathlib.Path(folder) / "test" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return pathlib.Path(folder)


class WithSuite(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def suite(self, files):
        return suite_of(self.folder.name, files)

    def run_file(self, name, text, timeout=20, **others):
        suite = self.suite({name: text, **others})
        tests, _ = scope.find(suite)
        shell = runtimes.Runtime("sh", "/bin/sh")
        results = []
        options = argparse.Namespace(jobs=1, timeout=timeout)
        run.run_all(suite, shell, tests.values(), options, results.append)
        return results[0]


class Scope(WithSuite):
    def test_flags_and_environment_are_read_from_comments(self):
        tests, _ = scope.find(self.suite({
            "parallel/test-a.js": "// Flags: --expose-gc -p\n// Env: A=1 B=x=y\n"}))
        test = tests["parallel/test-a.js"]
        self.assertEqual(test.flags, ("--expose-gc", "-p"))
        self.assertEqual(test.environment, {"A": "1", "B": "x=y"})

    def test_what_reads_internals_is_left_out(self):
        tests, left_out = scope.find(self.suite({
            "parallel/test-a.js": "// Flags: --expose-internals\n",
            "parallel/test-b.js": "process.binding('fs')"}))
        self.assertEqual(tests, {})
        self.assertEqual(set(left_out.values()), {"reads Node's internals"})

    def test_what_the_suite_skips_is_left_out_and_flaky_is_known(self):
        tests, left_out = scope.find(self.suite({
            "parallel/parallel.status":
                "[true]\ntest-a: SKIP\n[$system==win32]\ntest-c: SKIP\n"
                "[$system==linux]\ntest-b: PASS,FLAKY # why\n",
            "parallel/test-a.js": "", "parallel/test-b.js": "",
            "parallel/test-c.js": ""}))
        self.assertEqual(list(left_out), ["parallel/test-a.js"])
        self.assertTrue(tests["parallel/test-b.js"].flaky)
        self.assertFalse(tests["parallel/test-c.js"].flaky)

    def test_a_subject_is_a_word_of_the_name_or_a_folder(self):
        tests, _ = scope.find(self.suite({
            "parallel/test-http-a.js": "", "wasi/test-http.js": ""}))
        subjects = {name: test.subject for name, test in tests.items()}
        self.assertEqual(subjects, {"parallel/test-http-a.js": "http",
                                    "wasi/test-http.js": "wasi"})
        self.assertEqual(list(scope.select(tests, only="wasi")),
                         ["wasi/test-http.js"])
        self.assertEqual(list(scope.select(tests, name="parallel/test-http-a")),
                         ["parallel/test-http-a.js"])


class Running(WithSuite):
    def test_exit_status_decides(self):
        self.assertTrue(self.run_file("parallel/test-a.js", "exit 0").passed)
        result = self.run_file("parallel/test-a.js", "echo no; exit 3")
        self.assertEqual((result.why, result.output), ("exited with 3", "no\n"))

    def test_one_that_skips_itself_has_neither_passed_nor_failed(self):
        result = self.run_file("parallel/test-a.js", "echo '1..0 # Skipped: x'")
        self.assertEqual((result.passed, result.skipped, result.why),
                         (False, True, None))

    def test_time_is_limited_and_the_whole_group_ended(self):
        result = self.run_file("parallel/test-a.js",
                               "sleep 60 & echo $!; wait", timeout=0.3)
        self.assertIn("did not end", result.why)
        pid = int(result.output)
        self.assertFalse(pathlib.Path(f"/proc/{pid}/cwd").exists())

    def test_processes_left_behind_are_a_failure(self):
        for start in ("sleep 60 &", "setsid sleep 60 &"):
            with self.subTest(start), unittest.mock.patch.object(
                    process_group, "GRACE_SECONDS", 0.2):
                result = self.run_file("parallel/test-a.js", start)
                self.assertEqual(result.why, "left processes behind")

    def test_each_has_a_folder_of_its_own_that_is_removed(self):
        result = self.run_file("parallel/test-a.js",
                               "touch $TMPDIR/x; echo $NODE_TEST_DIR")
        self.assertFalse(pathlib.Path(result.output.strip()).exists())

    def test_output_is_compared_with_the_file_beside_it(self):
        out = {"message/a.out": "one *\n\n%(basename)s\n"}
        good = self.run_file("message/a.js", "echo one 2; echo a.js; exit 1", **out)
        self.assertTrue(good.passed)
        bad = self.run_file("message/a.js", "echo one 2", **out)
        self.assertIn("line 2", bad.why)

    def test_terminals_are_terminals_and_get_what_is_typed(self):
        result = self.run_file(
            "pseudo-tty/a.js", "test -t 0 && test -t 1 && read x && echo got $x",
            **{"pseudo-tty/a.in": "word\n", "pseudo-tty/a.out": "*word\n*got word\n"})
        self.assertIsNone(result.why)

    def test_an_interrupt_ends_what_runs(self):
        groups = run.Groups()
        child = groups.start(["sleep", "60"], start_new_session=True)
        groups.end_all()
        self.assertEqual(child.wait(5), -9)
        with self.assertRaises(KeyboardInterrupt):
            groups.start(["true"])


class Repeated(WithSuite):
    """What of the list has failed may run a second time."""

    def setUp(self):
        super().setUp()
        counted = "echo x >> $0.runs; test $(wc -l < $0.runs) -gt "
        self.tests, _ = scope.find(self.suite({
            "parallel/test-good.js": "exit 0",
            "parallel/test-unsteady.js": counted + "1",
            "parallel/test-bad.js": counted + "9"}))
        self.options = argparse.Namespace(
            suite=pathlib.Path(self.folder.name), node="/bin/sh", jobs=2, timeout=9,
            test=None, update=False, report=False, quiet=True)

    def run_twice(self):
        with unittest.mock.patch.object(test_node, "say") as said:
            first = test_node.run_ours(self.options, self.tests)
            second = test_node.run_again(self.options, self.tests, first)
        return ({r.name for r in second if r.why},
                [call.args[0] for call in said.call_args_list])

    def test_who_passes_then_is_named_and_who_does_not_has_failed(self):
        failed, said = self.run_twice()
        self.assertEqual(failed, {"parallel/test-bad.js"})
        self.assertEqual(said[1:], ["unsteady: parallel/test-unsteady.js"])

    def test_where_many_have_failed_none_runs_again(self):
        with unittest.mock.patch.object(test_node, "UNSTEADY_MOST", 1):
            failed, said = self.run_twice()
        self.assertEqual(len(failed), 2)
        self.assertEqual(said, [])


class Written(WithSuite):
    def result(self, name, passed=True, skipped=False, seconds=1):
        why = None if passed or skipped else "exited with 1"
        return run.Result(name, passed, skipped, why, "", seconds)

    def test_the_list_only_grows_and_marks_what_is_slow(self):
        file = pathlib.Path(self.folder.name) / "passing.txt"
        tests, _ = scope.find(self.suite({
            f"parallel/test-{name}.js": "" for name in "abcd"}))
        file.write_text("parallel/test-a.js\n")
        counts = passing.add(
            [self.result("parallel/test-a.js", passed=False),
             self.result("parallel/test-b.js", seconds=9),
             self.result("parallel/test-c.js", seconds=30),
             self.result("parallel/test-d.js", passed=False, skipped=True)],
            tests, file)
        self.assertEqual(counts, (1, 2))
        self.assertEqual(file.read_text().splitlines()[1:],
                         ["parallel/test-a.js", "parallel/test-b.js  # slow"])

    def test_a_newer_openssl_may_ask_for_more(self):
        file = pathlib.Path(self.folder.name) / "passing.txt"
        lines = ["parallel/test-a.js", "parallel/test-b.js  # slow openssl<3.5"]
        file.write_text("\n".join(lines) + "\n")
        self.assertEqual(passing.must_pass("3.0.17", file),
                         ["parallel/test-a.js", "parallel/test-b.js"])
        self.assertEqual(passing.must_pass("3.10.0", file), ["parallel/test-a.js"])
        passing.add([], {}, file)
        self.assertEqual(file.read_text().splitlines()[1:], lines)

    def test_tables_count_by_subject(self):
        tests, _ = scope.find(self.suite({
            "parallel/test-fs-a.js": "", "parallel/test-fs-b.js": "",
            "wasi/test-x.js": ""}))
        ours = dict.fromkeys(tests, "passed")
        theirs = {**ours, "parallel/test-fs-b.js": "failed"}
        self.assertIn("fs                             2       0       0       2",
                      list(report.table_of_one(tests, ours)))
        table = list(report.table_of_many(tests, {"node": ours, "bun": theirs}))
        self.assertIn("| fs | 2 | 2 | 1 |", table)
        self.assertEqual(table[-1], "| all | 3 | 3 | 2 |")

    def test_a_peers_results_are_kept_for_its_version(self):
        file = pathlib.Path(self.folder.name) / "kept/bun.json"
        report.kept_write(file, "1", {"a": "passed"})
        self.assertEqual(report.kept_read(file, "1"), {"a": "passed"})
        self.assertEqual(report.kept_read(file, "2"), {})


class Commands(unittest.TestCase):
    def test_each_runtime_gets_the_flags_it_understands(self):
        flags = ("--expose-gc", "--no-warnings")
        words = {name: runtimes.Runtime(name, name).command_with(flags, "x.js")
                 for name in ("node", "bun", "deno")}
        self.assertEqual(words, {
            "node": ["node", "--expose-gc", "--no-warnings", "x.js"],
            "bun": ["bun", "x.js"],
            "deno": ["deno", "--unstable-detect-cjs", "--v8-flags=--expose-gc", "x.js"]})

    def test_a_difference_names_its_line(self):
        self.assertIsNone(expected.difference("a\n\nb\x1b[1m", "a\n*[1m\n", "x"))
        self.assertIn("1 lines too many", expected.difference("a\nb", "a", "x"))


if __name__ == "__main__":
    unittest.main()
