// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, print. A product, quotient or negation of a program goes in; its sign and its factors above and below a
// line, equal ones as powers, come out: x * x / (1 + x) / (1 + x) is x² over (1 + x)².
#pragma once

#include <cstddef>

#include <ogive/base/list.hpp>
#include <ogive/print/sink.hpp>
#include <ogive/program/program.hpp>

namespace ogive::detail {

/// A product of powers with its sign: what multiply, divide and negate gather into.
class monomial {
 public:
  struct factor {
    program::position base = -1;
    int exponent = 0;
  };

  constexpr monomial(const program_view& p, program::position at) : program_(p) { gather(at, 1); }

  [[nodiscard]] constexpr bool is_negative() const { return negative_; }
  /// The factors above the line or below it, with positive exponents: numbers, then parameters, then the rest.
  [[nodiscard]] constexpr list<factor> part(bool above) const {
    list<factor> found;
    for (int turn = 0; turn != 3; ++turn) {
      for (const factor f : factors_) {
        if (turn_of(f.base) == turn && f.exponent != 0 && (f.exponent > 0) == above)
          found.push_back({f.base, above ? f.exponent : -f.exponent});
      }
    }
    return found;
  }

 private:
  program_view program_;
  list<factor> factors_;
  bool negative_ = false;

  [[nodiscard]] constexpr int turn_of(program::position p) const {
    return program_.is_number(p) ? 0 : program_.is(p, operation::parameter) ? 1 : 2;
  }

  constexpr void gather(program::position at, int exponent) {
    const instruction& i = program_[at];
    switch (i.op) {
      case operation::number:
        if (i.value < 0) negative_ = !negative_;
        if (i.value == 1 || i.value == -1) return;
        break;
      case operation::negate: negative_ = !negative_; return gather(i.arguments[0], exponent);
      case operation::multiply:
      case operation::divide:
        gather(i.arguments[0], exponent);
        return gather(i.arguments[1], i.op == operation::divide ? -exponent : exponent);
      default: break;
    }
    std::size_t k = 0;
    while (k != factors_.size() && factors_[k].base != at) ++k;
    if (k == factors_.size()) factors_.push_back({at, 0});
    factors_[k].exponent += exponent;
  }
};

}  // namespace ogive::detail
