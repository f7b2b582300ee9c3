// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Law: the derivative of every activation, by each input and each parameter, equals an independent one, wherever the
// function is smooth. Independent: Ridders' extrapolated differences of the value, which know no rule of the rulebook.
#include <catch2/catch.hpp>

#include "laws/support.hpp"

using namespace laws;

namespace {

constexpr double step = 0.09;

/// Compares along a line: input `along` runs from −8 to 8 while the others stand still.
int compare_along(std::size_t along, std::vector<double> inputs, const std::string& name, const program& value,
                  const program& derivative, symbol_slot symbol, const std::vector<double>& parameters) {
  const runnable f(value, parameters), df(derivative, parameters);
  const traced steps(value);
  const auto slot = static_cast<std::size_t>(symbol.slot);
  int compared = 0;
  for (double x = -7.90625; x < 8; x += 0.1875) {
    inputs[along] = x;
    const auto shift = [&](double h) {
      std::pair moved(inputs, parameters);
      (symbol.kind == operation::input ? moved.first : moved.second)[slot] += h;
      return moved;
    };
    const auto choices = [&](double h) {
      const auto [in, values] = shift(h);
      return steps.choices(in, values);
    };
    if (choices(-step) != choices(step)) continue;
    const difference expected = ridders(
        [&](double h) {
          const auto [in, values] = shift(h);
          return f.at<double>(in, values);
        },
        step);
    const double derived = df(inputs);
    const double scale = std::max({std::abs(expected.value), std::abs(f(inputs)), 1e-3});
    INFO(name << " at x = " << x << ": derived " << derived << ", differences " << expected.value << " ± "
              << expected.error);
    REQUIRE(expected.error <= 1e-9 * scale);
    REQUIRE(std::abs(derived - expected.value) <= 1e-9 * scale);
    ++compared;
  }
  return compared;
}

void check_derivative(const std::string& name, const program& value, const program& derivative, symbol_slot symbol,
                      const std::vector<double>& parameters) {
  for (std::size_t along = 0; along != value.inputs.size(); ++along) {
    int compared = 0;
    for (const double elsewhere : {0.84375, -1.28125}) {
      const std::vector<double> inputs(value.inputs.size(), elsewhere);
      compared += compare_along(along, inputs, name, value, derivative, symbol, parameters);
      if (value.inputs.size() == 1) break;
    }
    INFO(name);
    REQUIRE(compared > 40);
  }
}

}  // namespace

TEST_CASE("the derivative equals an independent one in every smooth piece") {
  for_each_elementwise([](const record& r) {
    const program value = exact_program(r);
    for (const auto& parameters : {initial_values(r), other_values(r)}) {
      for (std::size_t k = 0; k != r.inputs.size(); ++k) {
        const symbol_slot input{operation::input, static_cast<int>(k)};
        const program first = derivative_of(value, input);
        const std::string name = std::string(r.name) + " by " + std::string(r.inputs[k]);
        check_derivative(name, value, first, input, parameters);
        check_derivative(name + ", twice", first, derivative_of(first, input), input, parameters);
      }
      if (r.parameters.empty()) break;
    }
  });
}

TEST_CASE("the derivative by each parameter equals an independent one") {
  int parameters = 0;
  for_each_elementwise([&](const record& r) {
    const program value = exact_program(r);
    for (std::size_t k = 0; k != value.parameters.size(); ++k, ++parameters) {
      const symbol_slot p{operation::parameter, static_cast<int>(k)};
      const std::string name = std::string(r.name) + " by " + std::string(value.parameters[k].name);
      for (const auto& values : {initial_values(r), other_values(r)})
        check_derivative(name, value, derivative_of(value, p), p, values);
    }
  });
  CHECK(parameters >= 2);
}

TEST_CASE("a wrong derivative is noticed") {
  using symbols::x;
  const program value = rewrite_exactly(lower(x * sigmoid(x))),
                wrong = rewrite_exactly(lower(sigmoid(x) + x * sigmoid(x)));
  const difference expected = ridders([&](double h) { return runnable(value)(1 + h); }, step);
  CHECK(std::abs(runnable(wrong)(1) - expected.value) > 1e-3);
}
