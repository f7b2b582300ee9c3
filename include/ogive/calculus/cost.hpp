// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. What a program that is ready to run costs, in operations of the machine on a register of floats. A
// program goes in, a number comes out; of programs that compute the same, `cheaper` picks one.
#pragma once

#include <cstddef>

#include <ogive/base/list.hpp>
#include <ogive/calculus/precision.hpp>
#include <ogive/program/primitives.hpp>
#include <ogive/program/program.hpp>

namespace ogive {

/// An addition, a product, a fused multiply-add, a comparison and a choice are one operation each. What a division
/// takes from the operations beside it, and how far apart divisions are at least, was measured: docs/decisions.md.
inline constexpr int cost_of_division = 2, distance_of_divisions = 6;

namespace detail {

/// The operations of a step in the code of g++ for AVX-512, without divisions and roots; tests/instructions/costs.cpp
/// counts them. Exponentials of one argument share `of_exponential`, functions of a kind share their constants.
struct step_cost {
  int own = 0;
  int of_exponential = 0;
  int divisions = 0;
  int constants = 0;
};

constexpr step_cost cost_of(operation op) {
  constexpr int exponential = 10;
  switch (op) {
    case operation::number:
    case operation::number_error:
    case operation::input:
    case operation::parameter: return {0};
    case operation::divide:
    case operation::sqrt: return {.divisions = 1};
    case operation::select_less:
    case operation::select_less_equal:
    case operation::pass_nan: return {2};
    case operation::attenuate:
    case operation::copy_sign:
    case operation::select_sign: return {3};
    case operation::sum_error: return {5};
    case operation::multiply_add_error: return {6};
    case operation::sign: return {7};
    case operation::exp:
    case operation::times_exp: return {3, exponential};
    case operation::exp_of_sum:
    case operation::times_exp_of_sum:
    case operation::one_plus_exp: return {5, exponential};
    case operation::expm1:
    case operation::self_gated_exp: return {6, exponential};
    case operation::one_plus_exp_of_sum: return {7, exponential};
    case operation::expm1_of_sum:
    case operation::times_gaussian: return {8, exponential};
    case operation::self_gated_gaussian: return {10, exponential};
    case operation::half_exp: return {2, exponential};
    case operation::half_gaussian: return {4, exponential};
    case operation::times_rest_of_exp: return {23, exponential};
    case operation::times_rest_of_exp_of_sum: return {26, exponential};
    case operation::times_rest_of_gaussian: return {27, exponential};
    case operation::fast_exp: return {.own = 12, .constants = 9};
    case operation::log1p_of_decay: return {.own = 10, .constants = 9};
    case operation::log: return {.own = 17, .constants = 12};
    case operation::log1p: return {.own = 30, .constants = 14};
    case operation::fast_tanh: return {.own = 18, .divisions = 1, .constants = 12};
    case operation::normal_tail: return {.own = 20, .divisions = 1, .constants = 13};
    case operation::atan: return {.own = 19, .divisions = 1, .constants = 11};
    case operation::asinh: return {.own = 47, .divisions = 2, .constants = 16};
    case operation::sin:
    case operation::cos: return {.own = 27, .constants = 14};
    case operation::erf: return {.own = 36, .constants = 22};
    case operation::erfc: return {.own = 48, .divisions = 1, .constants = 24};
    case operation::pow: return {.own = 113, .divisions = 2, .constants = 30};
    case operation::exp_of_minus_exp: return {.own = 100, .constants = 16};  // in double
    default: return {1};
  }
}

/// Which argument of an exponential is its exponent.
constexpr int exponent_place(operation op) {
  switch (op) {
    case operation::times_exp:
    case operation::times_exp_of_sum:
    case operation::times_gaussian:
    case operation::self_gated_exp:
    case operation::self_gated_gaussian:
    case operation::times_rest_of_exp:
    case operation::times_rest_of_exp_of_sum:
    case operation::times_rest_of_gaussian: return 1;
    default: return 0;
  }
}

/// Adds up the steps that results need.
class cost_counter {
 public:
  constexpr explicit cost_counter(const program& p) : program_(p) {}

  [[nodiscard]] constexpr int total() const {
    const list<bool> in_double = results_to_run_in_double(program_);
    constexpr int of_double = 4;  // two registers for one, and longer polynomials
    return of_results(in_double, false) + of_double * of_results(in_double, true);
  }

 private:
  const program& program_;

  [[nodiscard]] constexpr int of_results(const list<bool>& in_double, bool wanted) const {
    list<bool> needed;
    needed.assign(program_.code.size(), false);
    for (std::size_t r = 0; r != program_.results.size(); ++r) {
      if (in_double[r] == wanted) needed[static_cast<std::size_t>(program_.results[r])] = true;
    }
    for (std::size_t k = needed.size(); k-- != 0;) {
      const instruction& i = program_.code[k];
      for (int a = 0; needed[k] && a != arity(i.op); ++a) needed[static_cast<std::size_t>(i.arguments[a])] = true;
    }
    int sum = 0, divisions = 0, constants = 0;
    list<program::position> exponents;
    list<operation> functions;
    const auto is_first = [](const auto& known, const auto& one) {
      for (const auto& k : known) {
        if (k == one) return false;
      }
      return true;
    };
    for (std::size_t k = 0; k != needed.size(); ++k) {
      if (!needed[k]) continue;
      const instruction& i = program_.code[k];
      const step_cost cost = cost_of(i.op);
      sum += cost.own + cost.divisions * cost_of_division;
      divisions += cost.divisions;
      if (cost.constants != 0 && is_first(functions, i.op)) {
        functions.push_back(i.op);
        constants += cost.constants;
      }
      const program::position exponent = i.arguments[exponent_place(i.op)];
      if (cost.of_exponential == 0 || !is_first(exponents, exponent)) continue;
      if (exponents.empty()) constants += constants_of_exponential;
      exponents.push_back(exponent);
      sum += cost.of_exponential;
    }
    // a constant that has no register is loaded
    if (constants > constants_in_registers) sum += constants - constants_in_registers;
    return sum < divisions * distance_of_divisions ? divisions * distance_of_divisions : sum;
  }

  static constexpr int constants_of_exponential = 10, constants_in_registers = 24;
};

}  // namespace detail

/// What an executable program costs for each register of floats.
constexpr int cost_to_run(const program& p) { return detail::cost_counter(p).total(); }

/// The first, unless the second costs less.
constexpr program cheaper(const program& first, const program& second) {
  if (cost_to_run(second) < cost_to_run(first)) return second;
  return first;
}

}  // namespace ogive
