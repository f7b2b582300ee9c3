// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. The last two passes: where a program rounds. `fuse` makes every product that is added a fused one,
// so that a result does not depend on what a compiler contracts. `compensate` gives an exponential the rounding error
// of its argument, which it would multiply by the argument's size: gelu_tanh at −5.7 would be wrong by 40 ULP.
#pragma once

#include <bit>
#include <cstdint>

#include <ogive/program/program.hpp>

namespace ogive {
namespace detail {

/// Writes a program with fused operations.
class fusing_writer {
 public:
  using position = program::position;

  constexpr explicit fusing_writer(program& to) : to_(&to) {}

  constexpr position fused(const instruction& i) {
    const position a = i.arguments[0], b = i.arguments[1];
    // u·v + w; of two products the second is fused
    if (i.op == operation::add && is_product(b)) return multiply_add(operation::multiply_add, b, a);
    if (i.op == operation::add && is_product(a)) return multiply_add(operation::multiply_add, a, b);
    // w − u·v
    if (i.op == operation::subtract && is_product(b)) return multiply_add(operation::negate_multiply_add, b, a);
    // u·v − w = u·v + (−w)
    if (i.op == operation::subtract && is_product(a))
      return multiply_add(operation::multiply_add, a, to_->emit(operation::negate, b));
    return to_->emit(i);
  }

 private:
  program* to_;

  [[nodiscard]] constexpr bool is_product(position p) const { return (*to_)[p].op == operation::multiply; }

  constexpr position multiply_add(operation op, position product, position addend) {
    const instruction factors = (*to_)[product];
    return to_->emit(op, factors.arguments[0], factors.arguments[1], addend);
  }
};

/// Writes a program in which each exponential of a polynomial knows the polynomial's rounding error.
class compensating_writer {
 public:
  using position = program::position;

  constexpr explicit compensating_writer(program& to) : to_(&to) {}

  constexpr position compensated(const instruction& i) {
    if (i.op != operation::exp && i.op != operation::expm1) return to_->emit(i);
    const position u = i.arguments[0];
    // exp(−eᵛ): the kernel does not round eᵛ
    if (const instruction minus = (*to_)[u]; i.op == operation::exp && minus.op == operation::negate) {
      const instruction inner = (*to_)[minus.arguments[0]];
      if (inner.op == operation::exp) return to_->emit(operation::exp_of_minus_exp, inner.arguments[0]);
    }
    if (!is_polynomial(u)) return to_->emit(i);
    const position error = error_of(u);
    if (error == exact) return to_->emit(i);
    return to_->emit(i.op == operation::exp ? operation::exp_of_sum : operation::expm1_of_sum, u, error);
  }

 private:
  program* to_;
  static constexpr position exact = -1;

  [[nodiscard]] constexpr bool is_polynomial(position p) const {
    const instruction& i = (*to_)[p];
    switch (i.op) {
      case operation::number:
      case operation::input:
      case operation::parameter: return true;
      case operation::negate:
      case operation::abs: return is_polynomial(i.arguments[0]);
      case operation::add:
      case operation::subtract:
      case operation::multiply: return is_polynomial(i.arguments[0]) && is_polynomial(i.arguments[1]);
      case operation::multiply_add:
      case operation::negate_multiply_add:
        return is_polynomial(i.arguments[0]) && is_polynomial(i.arguments[1]) && is_polynomial(i.arguments[2]);
      default: return false;
    }
  }

  /// The position of (exact value) − (rounded value) of a polynomial, to first order, or `exact`.
  constexpr position error_of(position p) {
    const instruction i = (*to_)[p];
    const position a = i.arguments[0], b = i.arguments[1], c = i.arguments[2];
    switch (i.op) {
      case operation::number:
        return i.value == static_cast<double>(static_cast<float>(i.value))
                   ? exact
                   : to_->emit({.op = operation::number_error, .value = i.value});
      case operation::negate: {
        const position e = error_of(a);
        return e == exact ? exact : to_->emit(operation::negate, e);
      }
      case operation::abs: {
        const position e = error_of(a);
        return e == exact ? exact
                          : to_->emit(operation::multiply, e, to_->emit(operation::copy_sign, to_->emit_number(1), a));
      }
      case operation::multiply: {
        const position own =
            is_power_of_two(a) || is_power_of_two(b) ? exact : to_->emit(operation::product_error, a, b, p);
        return with_product_terms(own, a, b);
      }
      case operation::add: return sum(sum(to_->emit(operation::sum_error, a, b, p), error_of(a)), error_of(b));
      case operation::subtract: {
        const position minus_b = to_->emit(operation::negate, b);
        return sum(sum(to_->emit(operation::sum_error, a, minus_b, p), error_of(a)), error_of(minus_b));
      }
      case operation::multiply_add:
        return with_product_terms(sum(to_->emit(operation::multiply_add_error, a, b, c, p), error_of(c)), a, b);
      case operation::negate_multiply_add: {
        const position minus_a = to_->emit(operation::negate, a);
        return with_product_terms(sum(to_->emit(operation::multiply_add_error, minus_a, b, c, p), error_of(c)), minus_a,
                                  b);
      }
      default: return exact;
    }
  }

  [[nodiscard]] constexpr bool is_power_of_two(position p) const {
    const instruction& i = (*to_)[p];
    return i.op == operation::number && (std::bit_cast<std::uint64_t>(i.value) & 0xfffffffffffffU) == 0;
  }

  constexpr position sum(position a, position b) {
    if (a == exact) return b;
    return b == exact ? a : to_->emit(operation::add, a, b);
  }

  /// error + error(a)·b + a·error(b)
  constexpr position with_product_terms(position error, position a, position b) {
    const auto add_product = [&](position e, position factor) {
      if (e == exact) return;
      error = error == exact ? to_->emit(operation::multiply, e, factor)
                             : to_->emit(operation::multiply_add, e, factor, error);
    };
    add_product(error_of(a), b);
    add_product(error_of(b), a);
    return error;
  }
};

}  // namespace detail

/// Every product that is added or subtracted becomes part of a fused operation.
constexpr program fuse(const program& from) { return detail::written_by(&detail::fusing_writer::fused, from); }

/// Every exponential of a rounded polynomial becomes one of a sum: the polynomial and its rounding error.
constexpr program compensate(const program& from) {
  const auto is_exponential = [](const instruction& i) { return i.op == operation::exp || i.op == operation::expm1; };
  if (!detail::any_step(from, is_exponential)) return from;
  return detail::written_by(&detail::compensating_writer::compensated, from);
}

/// Both.
constexpr program round_on_purpose(const program& from) { return compensate(fuse(from)); }

}  // namespace ogive
