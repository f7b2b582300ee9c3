// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 5, verify. A formula and a point at which its derivative is wrong go in, the operation whose rule is at fault
// comes out: each row of the rulebook is compared with differences of its function, at the arguments that it has there.
#pragma once

#include <cstddef>

#include <ogive/program/primitives.hpp>
#include <ogive/verify/check.hpp>

namespace ogive::detail {

/// Does ∂f/∂(argument) of a row of the rulebook agree with the differences of f at (u, v)?
constexpr bool row_is_right(const primitive& row, std::size_t argument, real u, real v) {
  program function;
  function.inputs.push_back("x");
  function.inputs.push_back("y");
  const int x = function.emit(operation::input, 0), y = function.emit(operation::input, 1);
  const bool two = arity(row.op) == 2;
  function.results.push_back(two ? function.emit(row.op, x, y) : function.emit(row.op, x));
  const double inputs[] = {static_cast<double>(u), static_cast<double>(v)};
  const program_view view(function);
  const written_formula written{view, 2, 0, nullptr};
  line along(written_point(written, inputs), argument);
  const slopes expected = along.derivative();
  const program derivative = row.derivatives[argument]();
  const program_view derivative_view(derivative);
  reference_run run(derivative_view, 1);
  const real at[] = {inputs[0], inputs[1]};
  run.run(at, nullptr);
  const estimate derived = run.result(0);
  const real slack = precise::add(precise::multiply(tolerance, larger_size(expected.left.value, expected.right.value)),
                                  precise::add(expected.error(), derived.error));
  return judge(derived.value, expected.least(), expected.greatest(), slack) != verdict::wrong;
}

/// The values of all steps of a formula at a point.
class traced_point {
 public:
  constexpr traced_point(const program& written, const double* inputs, const double* parameters) : all_(written) {
    all_.results = {};
    for (std::size_t i = 0; i != all_.code.size(); ++i) all_.results.push_back(static_cast<int>(i));
    inputs_ = inputs, parameters_ = parameters;
  }

  /// The operation whose rule is wrong here; operation::count if each is right and only their composition is not.
  constexpr operation find_wrong_rule(symbol_place symbol) const {
    const written_formula f{program_view(all_), all_.inputs.size(), all_.parameters.size(), parameters_};
    const written_point here(f, inputs_);
    for (std::size_t i = 0; i != all_.code.size(); ++i) {
      const instruction& step = all_.code[i];
      if (step.op == operation::with_gradient && !is_kept(here, step, symbol)) return step.op;
      const primitive& row = rule_of(step.op);
      const int arguments = arity(step.op);
      if (row.op != step.op || arguments == 0) continue;
      const real u = here.value(static_cast<std::size_t>(step.arguments[0])).value;
      const real v = arguments == 2 ? here.value(static_cast<std::size_t>(step.arguments[1])).value : real(0);
      for (int k = 0; k != arguments; ++k) {
        if (!row_is_right(row, static_cast<std::size_t>(k), u, v)) return step.op;
      }
    }
    return operation::count;
  }

 private:
  program all_;
  const double* inputs_ = nullptr;
  const double* parameters_ = nullptr;

  /// with_gradient(u, v): has v the derivative of u?
  static constexpr bool is_kept(const written_point& here, const instruction& step, symbol_place symbol) {
    const slopes u = line(here, symbol, static_cast<std::size_t>(step.arguments[0])).derivative();
    const slopes v = line(here, symbol, static_cast<std::size_t>(step.arguments[1])).derivative();
    const real slack =
        precise::add(precise::multiply(tolerance, precise::absolute(u.left.value)), precise::add(u.error(), v.error()));
    return judge(v.left.value, u.least(), u.greatest(), slack) != verdict::wrong;
  }
};

}  // namespace ogive::detail
