// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Laws of rewriting: it keeps the value, a second time it changes nothing, and it never adds cost. Law of lowering: the
// program's value is the expression's. Law of the rulebook: each row has the properties that it states.
#include <catch2/catch.hpp>

#include "laws/support.hpp"

using namespace laws;

namespace {

void check_rewriting(const std::string& name, const program& p) {
  const program raw = without_dead_code(p);
  const program once = rewrite_exactly(raw), twice = rewrite_exactly(once);
  INFO(name);
  CHECK(once.code == twice.code);
  CHECK(once.results == twice.results);
  CHECK(cost(once) <= cost(raw));
  const runnable before(raw), after(once);
  const traced terms(raw);
  for (double at = -9.4; at < 9.5; at += 0.3) {
    std::vector<double> inputs(p.inputs.size(), 0.4375 - at);
    inputs[0] = at;
    const double scale = std::max(terms.scale(inputs, before.parameters), 0.1);
    INFO("x = " << at << ": " << before(inputs) << " becomes " << after(inputs));
    CHECK(std::abs(after(inputs) - before(inputs)) <= 1e-12 * scale);
  }
}

/// f(2x + 1)
program shifted(const program& f) {
  program p = f.fresh();
  const program::position x = p.emit(operation::input, 0);
  const program::position moved_x =
      p.emit(operation::add, p.emit(operation::multiply, p.emit_number(2), x), p.emit_number(1));
  detail::list<program::position> moved;
  for (const instruction& step : f.code) {
    const bool is_x = step.op == operation::input && step.arguments[0] == 0;
    moved.push_back(is_x ? moved_x : p.emit(detail::relocated(step, moved)));
  }
  for (const program::position r : f.results) p.results.push_back(moved[static_cast<std::size_t>(r)]);
  return p;
}

}  // namespace

TEST_CASE("rewriting keeps the value, is idempotent and never adds cost") {
  for_each_elementwise([](const record& r) {
    const std::string name(r.name);
    const program value = r.lowered(), first = differentiate(rewrite_exactly(value), {by_x}, false);
    check_rewriting(name, value);
    check_rewriting(name + "'", first);
    check_rewriting(name + "''", differentiate(rewrite_exactly(first), {by_x}, false));
    check_rewriting(name + "(2x + 1)", shifted(value));
  });
}

TEST_CASE("the program's value is the expression's") {
  for_each_elementwise([](const record& r) {
    const std::vector<double> parameters = initial_values(r);
    const std::vector<long double> given(parameters.begin(), parameters.end());
    const runnable interpreted(r.lowered());
    const traced terms(r.lowered());
    for (double at = -20.2; at < 20.3; at += 0.7) {
      std::vector<double> inputs(r.inputs.size(), 0.4375 - at);
      inputs[0] = at;
      const std::vector<long double> point(inputs.begin(), inputs.end());
      const auto expected = static_cast<double>(r.independent_value(point.data(), given.data()));
      const double computed = r.for_double.evaluate(inputs.data(), parameters.data());
      const double scale = terms.scale(inputs, parameters);
      INFO(r.name << " at " << at << ": " << computed << ", independently " << expected);
      CHECK((computed == Approx(expected).epsilon(1e-13).margin(1e-300) ||
             std::abs(computed - expected) <= 1e-15 * scale));
      CHECK(interpreted(inputs) == Approx(computed).epsilon(1e-12).margin(1e-300));  // compilers may fuse a·b + c
    }
  });
}

TEST_CASE("every rule of the rulebook has the properties that it states") {
  for (const primitive& rule : rules::rulebook) {
    if (arity(rule.op) != 1) continue;
    INFO(rule.name);
    const auto f = [&](double v) {
      program p;
      p.inputs.push_back("x");
      p.results.push_back(p.emit(rule.op, p.emit(operation::input, 0)));
      return runnable(p)(v);
    };
    for (const double v : {0.0, 1e-3, 0.3, 1.0, 2.5, 11.0, 40.0}) {
      if (rule.is(odd)) CHECK(f(-v) == -f(v));
      if (rule.is(even)) CHECK(f(-v) == f(v));
      if (rule.is(nonnegative) && !std::isnan(f(v))) CHECK(f(v) >= 0);
      if (rule.is(nonnegative) && !std::isnan(f(-v))) CHECK(f(-v) >= 0);
      if (rule.is(bounded)) CHECK(std::max(std::abs(f(v)), std::abs(f(-v))) <= 2);
    }
    if (rule.is(vanishing)) CHECK(std::min(std::abs(f(-40)), std::abs(f(40))) < 1e-15);
    if (rule.is(growing)) CHECK(std::max(f(-40), f(40)) >= 40);
    if (rule.is(exponential)) CHECK(f(40) > 1e15);
    if (rule.is(through_zero)) CHECK(std::abs(f(1e-12)) <= 2e-6);
  }
}
