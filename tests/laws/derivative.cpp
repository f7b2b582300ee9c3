// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Law: the derivative of every activation, by its input and by each parameter, equals an independent one, wherever the
// function is smooth. Independent: Ridders' extrapolated differences of the value, which know no rule of the rulebook.
#include <catch2/catch.hpp>

#include "laws/support.hpp"

using namespace laws;

namespace {

/// The outcomes of all choices of a program at x: two points with equal outcomes lie in one smooth piece.
std::vector<bool> choices_at(const program& p, double x, const detail::list<double>& parameters) {
  std::vector<bool> outcomes;
  const program run = executable(p);
  for (const instruction& i : run.code) {
    if (i.op != operation::select_less && i.op != operation::select_less_equal && i.op != operation::abs &&
        i.op != operation::sign)
      continue;
    const bool one = arity(i.op) == 1;
    program left = run, right = run;
    left.results = {i.arguments[0]};
    right.results = {one ? i.arguments[0] : i.arguments[1]};
    const double l = detail::interpret(left, std::array{x}, parameters);
    outcomes.push_back(l < (one ? 0 : detail::interpret(right, std::array{x}, parameters)));
  }
  return outcomes;
}

void check_derivative(const std::string& name, const program& value, const program& derivative, symbol_slot symbol) {
  const runnable f(value), df(derivative);
  int compared = 0;
  for (double x = -7.90625; x < 8; x += 0.1875) {
    const double step = 0.09;
    const auto shifted = [&](double h) {
      runnable g = f;
      if (symbol.kind == operation::parameter) g.parameters[static_cast<std::size_t>(symbol.slot)] += h;
      return g(symbol.kind == operation::input ? x + h : x);
    };
    if (symbol.kind == operation::input &&
        choices_at(value, x - step, f.parameters) != choices_at(value, x + step, f.parameters))
      continue;
    const difference expected = ridders(shifted, step);
    const double scale = std::max({std::abs(expected.value), std::abs(f(x)), 1e-3});
    INFO(name << " at x = " << x << ": derived " << df(x) << ", differences " << expected.value << " ± "
              << expected.error);
    REQUIRE(expected.error <= 1e-9 * scale);
    REQUIRE(std::abs(df(x) - expected.value) <= 1e-9 * scale);
    ++compared;
  }
  REQUIRE(compared > 70);
}

}  // namespace

TEST_CASE("the derivative equals an independent one in every smooth piece") {
  for_each_activation([](auto entry) {
    const program value = rewrite_exactly(lower(entry.formula));
    const program first = differentiate(value, {{operation::input, 0}}, false);
    const program second = differentiate(first, {{operation::input, 0}}, false);
    check_derivative(std::string(entry.name) + "'", value, first, {operation::input, 0});
    check_derivative(std::string(entry.name) + "''", first, second, {operation::input, 0});
  });
}

TEST_CASE("the derivative by each parameter equals an independent one") {
  int parameters = 0;
  for_each_activation([&](auto entry) {
    const program value = rewrite_exactly(lower(entry.formula));
    for (std::size_t k = 0; k != value.parameters.size(); ++k, ++parameters) {
      const symbol_slot p{operation::parameter, static_cast<int>(k)};
      const std::string name = std::string(entry.name) + " by " + std::string(value.parameters[k].name);
      check_derivative(name, value, differentiate(value, {p}, false), p);
    }
  });
  CHECK(parameters >= 2);
}

TEST_CASE("a wrong derivative is noticed") {
  using symbols::x;
  const program value = rewrite_exactly(lower(x * sigmoid(x))),
                wrong = rewrite_exactly(lower(sigmoid(x) + x * sigmoid(x)));
  const difference expected = ridders([&](double h) { return runnable(value)(1 + h); }, 0.09);
  CHECK(std::abs(runnable(wrong)(1) - expected.value) > 1e-3);
}
