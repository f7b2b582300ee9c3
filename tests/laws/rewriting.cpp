// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Laws of rewriting: it keeps the value, a second time it changes nothing, and it never adds cost. Law of lowering: the
// program's value is the expression's.
#include <catch2/catch.hpp>

#include "laws/support.hpp"

using namespace laws;

namespace {

template <class E>
void check_rewriting(const std::string& name, const E& formula) {
  const program raw = without_dead_code(lower(formula));
  const program once = rewrite_exactly(raw), twice = rewrite_exactly(once);
  INFO(name);
  CHECK(once.code == twice.code);
  CHECK(once.results == twice.results);
  CHECK(cost(once) <= cost(raw));
  const runnable before(raw), after(once);
  for (double x = -9.4; x < 9.5; x += 0.3) {
    INFO("x = " << x);
    CHECK(after(x) == Approx(before(x)).epsilon(1e-12).margin(1e-13));
  }
}

}  // namespace

TEST_CASE("rewriting keeps the value, is idempotent and never adds cost") {
  for_each_activation([](auto entry) {
    const std::string name(entry.name);
    check_rewriting(name, entry.formula);
    check_rewriting(name + "'", derive(entry.formula));
    check_rewriting(name + "''", derive(derive(entry.formula)));
    check_rewriting(name + "(2x + 1)", entry.formula(2 * symbols::x + 1));
  });
}

TEST_CASE("the program's value is the expression's") {
  for_each_activation([](auto entry) {
    for (double x = -20.2; x < 20.3; x += 0.7) {
      INFO(entry.name << " at " << x);
      const auto expected = static_cast<double>(tree_value(entry.formula, {.x = x}));
      CHECK(evaluate<entry.formula>(x) == Approx(expected).epsilon(1e-13).margin(1e-300));
      CHECK(entry.formula(x) ==
            Approx(evaluate<entry.formula>(x)).epsilon(1e-12).margin(1e-300));  // compilers may fuse a·b + c
    }
  });
}

TEST_CASE("every rule of the rulebook has the properties that it states") {
  using symbols::x;
  for (const primitive& rule : rules::rulebook) {
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
