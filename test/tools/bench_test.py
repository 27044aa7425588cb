"""The benchmark runner: what it reads, computes and writes. No measuring."""

import json
import pathlib
import sys
import tempfile
import unittest
from xml.etree import ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))

import bench  # noqa: E402
import bench_node  # noqa: E402
from benchlib import chart, growth, peers, process, report, server  # noqa: E402
from benchlib import stats, subjects  # noqa: E402

WRK = """Running 1s test @ http://127.0.0.1:4000/
  Latency Distribution
     50%  768.00us
     75%    1.20ms
     90%    2.00ms
     99%    1.02s
  35510 requests in 1.00s, 4.71MB read
Requests/sec:  35492.10
Transfer/sec:      4.71MB
"""


class Numbers(unittest.TestCase):
    def test_spread_is_half_the_range_of_the_median(self):
        self.assertAlmostEqual(stats.spread([9, 10, 12]), 0.15)

    def test_spread_of_zeros_is_zero(self):
        self.assertEqual(stats.spread([0, 0]), 0)

    def test_ratio_is_ours_over_theirs(self):
        self.assertEqual(stats.ratio([1, 2, 3], [4]), 0.5)

    def test_ratio_with_nothing_is_nothing(self):
        self.assertIsNone(stats.ratio([], [4]))
        self.assertIsNone(stats.ratio([4], [0]))

    def test_half_the_time_is_twice_as_good(self):
        self.assertEqual(stats.advantage([1], [2], "ms"), 2)

    def test_half_the_throughput_is_half_as_good(self):
        self.assertEqual(stats.advantage([1], [2], "req/s"), 0.5)

    def test_numbers_have_three_digits(self):
        written = [stats.number(n) for n in (12345, 123.4, 12.34, 1.234, .01)]
        self.assertEqual(written, ["12,345", "123", "12.3", "1.23", "0.010"])


class Growth(unittest.TestCase):
    def row(self, metric, value, unit="ns/op", case="c"):
        return {"subject": "s", "case": case, "metric": metric, "unit": unit,
                "values": {"node": [value], "bun": []}}

    def test_names_that_differ_in_one_number_are_a_family(self):
        rows = [self.row("x, 1 of 7", 1), self.row("x, 10 of 7", 10),
                self.row("x, 1,000 of 7", 1000), self.row("y, 1", 1)]
        [(subject, label, unit, members)] = growth.families(rows)
        self.assertEqual((subject, label, unit), ("s", "x, N of 7", "ns/op"))
        self.assertEqual([n for n, _ in members], [1, 10, 1000])
        self.assertAlmostEqual(growth.exponent(members, "node", unit), 1)
        self.assertIsNone(growth.exponent(members, "bun", unit))

    def test_cases_grow_too_and_of_rates_the_cost_counts(self):
        rows = [self.row("throughput", 100 / n, "req/s", f"{n} connections")
                for n in (1, 10, 100)]
        [(_, label, unit, members)] = growth.families(rows)
        self.assertEqual(label, "N connections: throughput")
        self.assertAlmostEqual(growth.exponent(members, "node", unit), 1)

    def test_two_sizes_show_no_growth(self):
        self.assertEqual(growth.families([self.row("x 1", 1), self.row("x 2", 2)]),
                         [])

    def test_a_table_has_a_column_for_each_size(self):
        rows = [self.row(f"x {n}", n) for n in (1, 10, 100)]
        lines = report.growth_lines(rows, ["node", "bun"])
        self.assertIn("| node | 1.00 | 10.0 | 100 | N^1.00 |", lines)


class NodesOwn(unittest.TestCase):
    CSV = ('"binary","filename","configuration","rate","time"\n'
           '"old","url/a.js","n=1 type=\'x\'",100,0.1\n'
           '"new","url/a.js","n=1 type=\'x\'",250,0.1\n'
           '"new","url/aa.js","n=1",7,0.1\n')

    def test_rates_are_read_of_the_file_alone(self):
        self.assertEqual(bench_node.rates_of(self.CSV, "url/a.js"),
                         {"n=1 type='x'": {"old": [100], "new": [250]}})

    def test_the_report_says_how_many_times_faster(self):
        every = {"url/a.js": bench_node.rates_of(self.CSV, "url/a.js")}
        options = bench_node.arguments(["--runs", "1"])
        text = bench_node.report(every, {"fs/b.js": "exited with 1"}, options)
        self.assertIn("| url/a.js n=1 type='x' | 250 | 100 | 2.50 |", text)
        self.assertIn("Geometric mean: 2.50", text)
        self.assertIn("- fs/b.js: exited with 1", text)


class Load(unittest.TestCase):
    def test_reads_rate_and_latency(self):
        self.assertEqual(server.parse_wrk(WRK), {
            "rate": 35492.1, "requests": 35510, "p50": 0.768, "p99": 1020.0})

    def test_responses_that_are_errors_are_no_result(self):
        with self.assertRaisesRegex(process.MeasureError, "17 responses"):
            server.parse_wrk(WRK + "  Non-2xx or 3xx responses: 17\n")

    def test_socket_errors_are_no_result(self):
        errors = "  Socket errors: connect 0, read 3, write 0, timeout 0\n"
        with self.assertRaisesRegex(process.MeasureError, "read 3"):
            server.parse_wrk(WRK + errors)

    def test_no_response_is_no_result(self):
        with self.assertRaisesRegex(process.MeasureError, "no response"):
            server.parse_wrk("  0 requests in 1.00s, 0.00B read\n"
                             "Requests/sec:      0.00\n")

    def test_cpu_time_is_found_after_a_name_with_parentheses(self):
        stat = "7 (a) b) S " + " ".join(map(str, range(4, 52)))
        # utime and stime are the fields 14 and 15.
        self.assertEqual(server.cpu_seconds_of(stat), 29 / server.TICKS)


class Programs(unittest.TestCase):
    def test_a_start_is_read(self):
        [run] = process.parse_spawn("2000000 1500 2048 700 0\n")
        self.assertEqual(run, {
            ("time", "ms"): 2.0, ("cpu", "ms"): 1.5,
            ("peak memory", "MiB"): 2.0, ("page faults", "faults"): 700})

    def test_a_start_that_failed_is_no_result(self):
        with self.assertRaisesRegex(process.MeasureError, "exited with 9"):
            process.parse_spawn(f"1 1 1 1 {9 << 8}\n")

    def test_a_script_tells_operations_values_and_errors(self):
        values, errors = process.parse_script(
            'noise\n{"name":"a","ops":2,"ns":10}\n'
            '{"name":"b","value":3,"unit":"MiB"}\n'
            '{"name":"c","error":"no"}\n')
        self.assertEqual(values, {("a", "ns/op"): 5, ("b", "MiB"): 3})
        self.assertEqual(errors, {"c": "no"})

    def test_the_reason_is_the_line_that_names_the_error(self):
        errors = "/a.js:1\nfoo\n^\n\nTypeError: not so\n    at x\n"
        self.assertEqual(process.reason(errors, "?"), "TypeError: not so")

    def test_the_environment_hides_other_runtimes_settings(self):
        self.assertEqual(process.environment({"N": 3})["N"], "3")
        self.assertNotIn("NODE_OPTIONS", process.environment({}))


class Declarations(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(self.enterContext(
            tempfile.TemporaryDirectory()))

    def declare(self, name, *cases):
        folder = self.root / name
        folder.mkdir()
        (folder / "a.js").touch()
        (folder / "bench.json").write_text(json.dumps({"cases": cases}))

    def case(self, name="x", **more):
        return {"name": name, "kind": "script", "program": "a.js", **more}

    def test_grow_makes_a_case_of_each_value(self):
        self.declare("a", self.case("{N} of {N}", connections="{N}",
                                    grow={"N": [1, 10]}))
        [subject] = subjects.read_all(self.root)
        self.assertEqual([(c["name"], c["connections"])
                          for c in subject.cases],
                         [("1 of 1", 1), ("10 of 10", 10)])

    def test_only_chooses_subjects_and_cases(self):
        self.declare("a", self.case("one"), self.case("two"))
        self.declare("b", self.case("one"))
        self.declare("c", self.case("one"))
        found = subjects.read_all(self.root, "a/tw,c")
        self.assertEqual([(s.name, c["name"]) for s in found for c in s.cases],
                         [("a", "two"), ("c", "one")])

    def test_an_unknown_subject_is_refused_by_name(self):
        self.declare("a", self.case())
        with self.assertRaisesRegex(subjects.SubjectError, "zz.*there are a"):
            subjects.read_all(self.root, "zz")

    def test_a_missing_program_is_refused(self):
        self.declare("a", self.case(program="b.js"))
        with self.assertRaisesRegex(subjects.SubjectError, "a: x: needs a pro"):
            subjects.read_all(self.root)

    def test_an_unknown_kind_is_refused(self):
        self.declare("a", self.case(kind="magic"))
        with self.assertRaisesRegex(subjects.SubjectError, "one kind of"):
            subjects.read_all(self.root)

    def test_a_bench_json_that_is_not_json_is_refused(self):
        (self.root / "a").mkdir()
        (self.root / "a/bench.json").write_text("{")
        with self.assertRaisesRegex(subjects.SubjectError, "a: bench.json"):
            subjects.read_all(self.root)

    def test_those_of_the_tree_can_be_read(self):
        self.assertTrue(subjects.read_all(bench.ROOT / "benchmark"))


class Peers(unittest.TestCase):
    def test_a_missing_peer_is_said_and_left_out(self):
        said = []
        runtimes = [peers.node_at("here", sys.executable),
                    peers.node_at("gone", "/nowhere/node")]
        found = peers.available(runtimes, said.append)
        self.assertEqual([r.name for r in found], ["here"])
        self.assertEqual(said,
                         ["gone: missing (/nowhere/node); going on without"])

    def test_deno_gets_its_own_words(self):
        deno = peers.peers_in("/p")[-1]
        self.assertEqual(deno.command("a.js", gc=True)[1:], [
            "run", "-A", "--quiet", "--no-lock", "--v8-flags=--expose-gc",
            "a.js"])
        self.assertEqual(deno.command_for_text("0")[1], "eval")


class Running(unittest.TestCase):
    def measure(self, measures):
        self.order, self.failures = [], []
        subject = subjects.Subject("s", pathlib.Path("/"), "", {}, [])
        options = bench.arguments(["--runs", "2"])
        options.fail = bench.failure_recorder(self.failures)
        names = [peers.node_at(n, n) for n in measures]

        def one(runtime, *_):
            self.order.append(runtime.name)
            return measures[runtime.name]()

        self.addCleanup(bench.MEASURES.__setitem__, "script",
                        bench.MEASURES["script"])
        self.addCleanup(setattr, bench, "say", bench.say)
        bench.MEASURES["script"], bench.say = one, lambda text: None
        return bench.measure_case(subject, {"name": "c", "kind": "script"},
                                  names, options)

    def test_runs_are_interleaved(self):
        table = self.measure({"a": lambda: {("m", "ms"): 1},
                              "b": lambda: {("m", "ms"): 2}})
        self.assertEqual(self.order, ["a", "b", "a", "b"])
        self.assertEqual(table, {("m", "ms"): {"a": [1, 1], "b": [2, 2]}})

    def test_an_operation_that_fails_in_every_run_is_reported_once(self):
        failures = []
        self.addCleanup(setattr, bench, "say", bench.say)
        bench.say = lambda text: None
        fail = bench.failure_recorder(failures)
        subject = subjects.Subject("s", pathlib.Path("/"), "", {}, [])
        for _ in range(2):
            fail(subject, {"name": "c"}, peers.node_at("a", "a"), "no fetch")
        self.assertEqual(len(failures), 1)

    def test_without_wrk_the_rest_is_measured(self):
        self.addCleanup(setattr, bench, "say", bench.say)
        bench.say = lambda text: None
        cases = [{"kind": "load"}, {"kind": "idle"}]
        subject = subjects.Subject("s", pathlib.Path("/"), "", {}, cases)
        [left] = bench.without_loads([subject])
        self.assertEqual(left.cases, [{"kind": "idle"}])

    def test_one_that_fails_is_reported_and_the_rest_goes_on(self):
        def fail():
            raise process.MeasureError("no zlib")
        table = self.measure({"a": fail, "b": lambda: {("m", "ms"): 2}})
        self.assertEqual(self.order, ["a", "b", "b"])
        self.assertEqual(table, {("m", "ms"): {"b": [2, 2]}})
        self.assertEqual(self.failures, [{
            "subject": "s", "case": "c", "runtime": "a", "error": "no zlib"}])


def row(**more):
    return {"subject": "s", "case": "c", "metric": "time", "unit": "ms",
            "values": {"node": [5, 5], "node-26": [10, 10]}, **more}


class Reports(unittest.TestCase):
    def markdown(self, rows, failures=()):
        return report.markdown(
            {"about": {"s": "About."}, "rows": rows, "failures": failures},
            {"node": "v24", "node-26": "v26"},
            {"runs": 2, "load_average": 0.1})

    def test_a_row_has_medians_spread_and_ratio(self):
        self.assertIn("| time, ms | 5.00 ±0% | 10.0 ±0% | **0.50x** |",
                      self.markdown([row()]))

    def test_a_ratio_that_is_worse_is_not_bold(self):
        self.assertIn("| 0.50x |", self.markdown([row(unit="req/s")]))

    def test_a_missing_value_is_a_dash(self):
        other = row(metric="cpu", values={"node-26": [1]})
        self.assertIn("| cpu, ms | - | 1.00 | - |",
                      self.markdown([row(), other]))

    def test_failures_are_listed(self):
        text = self.markdown([], [{"subject": "s", "case": "c",
                                   "runtime": "bun", "error": "no"}])
        self.assertIn("- s, c: bun: no", text)

    def test_one_failure_of_many_is_one_line(self):
        failures = [{"subject": "s", "case": "c", "runtime": name,
                     "error": "no"} for name in ("bun", "deno")]
        self.assertIn("- s, c: bun, deno: no\n",
                      self.markdown([], failures))

    def test_the_chart_is_xml_with_a_bar_a_runtime(self):
        image = chart.svg([row(case="a < b")], ["node", "node-26"], "node-26")
        tree = ElementTree.fromstring(image)
        space = "{http://www.w3.org/2000/svg}"
        labels = [t.text for t in tree.iter(f"{space}text")]
        self.assertIn("2.00x", labels)
        self.assertIn("s: a < b, time", labels)

    def test_the_chart_does_without_its_reference(self):
        image = chart.svg([row(values={"node": [1]})], ["node"], "node-26")
        self.assertIn("1.00x", image)

    def test_the_summary_has_a_line_a_case_by_its_first_metric(self):
        worse = {"node": [9], "node-26": [1]}
        text = self.markdown([row(), row(metric="cpu", values=worse)])
        self.assertIn("| s: c, time | 2.00 |", text)

    def test_operations_are_summed_up_by_their_geometric_mean(self):
        rows = [row(unit="ns/op", values={"a": [1], "b": [8]}),
                row(unit="ns/op", values={"a": [1], "b": [2]}),
                row(unit="ns/op", values={"b": [2]})]
        self.assertAlmostEqual(stats.overall(rows, "a", "b"), 4)
        self.assertIsNone(stats.overall(rows, "c", "b"))


if __name__ == "__main__":
    unittest.main()
