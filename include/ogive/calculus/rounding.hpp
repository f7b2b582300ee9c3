// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. The last two passes: where a program rounds. `fuse` makes every product that is added a fused one,
// so that a result does not depend on what a compiler contracts. `compensate` gives an exponential the rounding error
// of its argument, which it would multiply by the argument's size: gelu_tanh at −5.7 would be wrong by 40 ULP.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>

#include <ogive/calculus/reading.hpp>
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
    // w + |u·v²| = |u|·v² + w
    if (i.op == operation::add && is_size_of_product_with_square(b)) return size_added(b, a);
    if (i.op == operation::add && is_size_of_product_with_square(a)) return size_added(a, b);
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

  [[nodiscard]] constexpr bool is_square(position p) const {
    return is_product(p) && (*to_)[p].arguments[0] == (*to_)[p].arguments[1];
  }
  [[nodiscard]] constexpr bool is_size_of_product_with_square(position p) const {
    const instruction& size = (*to_)[p];
    if (size.op != operation::abs || !is_product(size.arguments[0])) return false;
    const instruction& product = (*to_)[size.arguments[0]];
    return is_square(product.arguments[0]) || is_square(product.arguments[1]);
  }
  constexpr position size_added(position size, position addend) {
    const instruction product = (*to_)[(*to_)[size].arguments[0]];
    const std::size_t square = is_square(product.arguments[0]) ? 0 : 1;
    return to_->emit(operation::multiply_add, to_->emit(operation::abs, product.arguments[1 - square]),
                     product.arguments[square], addend);
  }

  constexpr position multiply_add(operation op, position product, position addend) {
    const instruction factors = (*to_)[product];
    const position u = factors.arguments[0], v = factors.arguments[1];
    if (op == operation::multiply_add && is_multiple_by_parameter(u, v)) return with_error(u, v, addend);
    if (op == operation::multiply_add && is_multiple_by_parameter(v, u)) return with_error(v, u, addend);
    return to_->emit(op, u, v, addend);
  }

  /// Is u = p·v for a parameter p?
  [[nodiscard]] constexpr bool is_multiple_by_parameter(position u, position v) const {
    const instruction& i = (*to_)[u];
    if (i.op != operation::multiply) return false;
    const bool first = i.arguments[1] == v && (*to_)[i.arguments[0]].op == operation::parameter;
    return first || (i.arguments[0] == v && (*to_)[i.arguments[1]].op == operation::parameter);
  }

  // p·v² + w = (p·v)·v + (w + what p·v lost, times v), unless that overflows
  constexpr position with_error(position u, position v, position addend) {
    const instruction factors = (*to_)[u];
    const position error = to_->emit(operation::product_error, factors.arguments[0], factors.arguments[1], u);
    const position size = to_->emit(operation::abs, v), lost = to_->emit(operation::multiply, error, v);
    const position tame = to_->emit(operation::select_less, size, to_->emit_number(0x1p60), lost, to_->emit_number(0));
    return to_->emit(operation::multiply_add, u, v, to_->emit(operation::add, tame, addend));
  }
};

/// Writes a program in which each exponential of a polynomial, or of a quotient, knows the rounding error of that.
class compensating_writer {
 public:
  using position = program::position;

  constexpr explicit compensating_writer(program& to) : to_(&to) {}

  constexpr position compensated(const instruction& i) {
    if (!is_exponential(i.op)) return to_->emit(i);
    position u = i.arguments[is_product(i.op) ? 1 : 0];
    // exp(−eᵛ): the kernel does not round eᵛ
    if (const instruction minus = (*to_)[u]; i.op == operation::exp && minus.op == operation::negate) {
      const instruction inner = (*to_)[minus.arguments[0]];
      if (inner.op == operation::exp) return to_->emit(operation::exp_of_minus_exp, inner.arguments[0]);
    }
    if (!is_polynomial(u)) return to_->emit(i);
    u = with_factor_inside(u);
    const position error = error_of(u);
    if (error == exact) return is_product(i.op) ? to_->emit(i.op, i.arguments[0], u) : to_->emit(i.op, u);
    return is_product(i.op) ? to_->emit(with_error(i.op), i.arguments[0], u, error)
                            : to_->emit(with_error(i.op), u, error);
  }

  static constexpr bool is_exponential(operation op) { return with_error(op) != operation::number; }
  static constexpr bool is_product(operation op) {
    return op == operation::times_exp || op == operation::times_rest_of_exp;
  }

  /// The operation that takes an error too, or `number`.
  static constexpr operation with_error(operation op) {
    switch (op) {
      case operation::exp: return operation::exp_of_sum;
      case operation::expm1: return operation::expm1_of_sum;
      case operation::one_plus_exp: return operation::one_plus_exp_of_sum;
      case operation::times_exp: return operation::times_exp_of_sum;
      case operation::times_rest_of_exp: return operation::times_rest_of_exp_of_sum;
      default: return operation::number;
    }
  }

 private:
  program* to_;
  static constexpr position exact = -1;

  /// A number in place of a product of two, and what it lacks.
  struct rounded_product {
    position at;
    double rest;
  };
  list<rounded_product> products_;
  [[nodiscard]] constexpr double rest_of(position p) const {
    for (const rounded_product& r : products_) {
      if (r.at == p) return r.rest;
    }
    return 0;
  }

  /// k·((c·v + d)·u) = (k·c·v + k·d)·u for numbers k, c, d: one product less, and one rounding error.
  constexpr position with_factor_inside(position p) {
    const position k = number_operand(p);
    if (k < 0) return p;
    const instruction product = (*to_)[other_operand(p, k)];
    for (std::size_t n = 0; product.op == operation::multiply && n != 2; ++n) {
      const instruction sum = (*to_)[product.arguments[n]];
      if (sum.op != operation::multiply_add) continue;
      const position c = number_operand(product.arguments[n]);
      if (c < 0 || !is_tame_number(k) || !is_tame_number(c) || !is_tame_number(sum.arguments[2])) continue;
      const position slope = times_number(k, c), rest = times_number(k, sum.arguments[2]);
      const position v = other_operand(product.arguments[n], c);
      return to_->emit(operation::multiply, to_->emit(operation::multiply_add, slope, v, rest),
                       product.arguments[1 - n]);
    }
    return p;
  }
  [[nodiscard]] constexpr bool is_number(position p) const { return (*to_)[p].op == operation::number; }
  [[nodiscard]] constexpr bool is_tame_number(position p) const { return is_number(p) && is_tame((*to_)[p].value); }
  /// The factor of a product that is a number, or −1.
  [[nodiscard]] constexpr position number_operand(position p) const {
    const instruction& i = (*to_)[p];
    if (i.op != operation::multiply && i.op != operation::multiply_add) return -1;
    return is_number(i.arguments[0]) ? i.arguments[0] : is_number(i.arguments[1]) ? i.arguments[1] : -1;
  }
  [[nodiscard]] constexpr position other_operand(position p, position factor) const {
    const instruction& i = (*to_)[p];
    return i.arguments[i.arguments[0] == factor ? 1 : 0];
  }
  constexpr position times_number(position a, position b) {
    const double u = (*to_)[a].value, v = (*to_)[b].value;
    const position product = to_->emit_number(u * v);
    if (const double rest = exact_rest(u, v); rest != 0 && rest_of(product) == 0) products_.push_back({product, rest});
    return product;
  }
  /// u·v − (u·v rounded), by halves of the factors (Dekker).
  static constexpr double exact_rest(double u, double v) {
    const auto high = [](double a) { return a * 0x8000001p0 - (a * 0x8000001p0 - a); };
    const double u1 = high(u), v1 = high(v), u2 = u - u1, v2 = v - v1;
    return ((u1 * v1 - u * v) + u1 * v2 + u2 * v1) + u2 * v2;
  }

  [[nodiscard]] constexpr bool is_polynomial(position p) const {
    const instruction& i = (*to_)[p];
    switch (i.op) {
      case operation::number:
      case operation::input:
      case operation::parameter: return true;
      case operation::negate:
      case operation::abs: return is_polynomial(i.arguments[0]);
      case operation::row_max: return is_input(i.arguments[0]);
      case operation::add:
      case operation::subtract:
      case operation::multiply:
      case operation::divide: return is_polynomial(i.arguments[0]) && is_polynomial(i.arguments[1]);
      case operation::multiply_add:
      case operation::negate_multiply_add:
        return is_polynomial(i.arguments[0]) && is_polynomial(i.arguments[1]) && is_polynomial(i.arguments[2]);
      default: return false;
    }
  }

  /// An input or the negative of one: what is exact in each column.
  [[nodiscard]] constexpr bool is_input(position p) const {
    const instruction& i = (*to_)[p];
    return i.op == operation::input || (i.op == operation::negate && is_input(i.arguments[0]));
  }

  /// The position of (exact value) − (rounded value) of a polynomial, to first order, or `exact`.
  constexpr position error_of(position p) {
    const instruction i = (*to_)[p];
    const position a = i.arguments[0], b = i.arguments[1], c = i.arguments[2];
    switch (i.op) {
      case operation::number: return error_of_number(p, i.value);
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
      case operation::divide: return quotient_error(p, a, b);
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

  constexpr position error_of_number(position p, double value) {
    position error = exact;
    if (value != static_cast<double>(static_cast<float>(value)))
      error = to_->emit({.op = operation::number_error, .value = value});
    const double rest = rest_of(p);
    return rest == 0 ? error : sum(error, to_->emit_number(rest));
  }

  /// (a − q·b + error(a) − q·error(b)) / b for q = a/b rounded
  constexpr position quotient_error(position q, position a, position b) {
    const position product = to_->emit(operation::multiply, q, b);
    const position rest = to_->emit(operation::subtract, a, product);
    position numerator = to_->emit(operation::subtract, rest, to_->emit(operation::product_error, q, b, product));
    if (const position e = error_of(a); e != exact) numerator = to_->emit(operation::add, numerator, e);
    if (const position e = error_of(b); e != exact)
      numerator = to_->emit(operation::negate_multiply_add, q, e, numerator);
    const position error = to_->emit(operation::divide, numerator, b), zero = to_->emit_number(0);
    const position infinite = to_->emit_number(std::numeric_limits<double>::infinity());
    return to_->emit(operation::select_less, to_->emit(operation::abs, b), infinite, error, zero);
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
  const auto is_exponential = [](const instruction& i) { return detail::compensating_writer::is_exponential(i.op); };
  if (!detail::any_step(from, is_exponential)) return from;
  return detail::written_by(&detail::compensating_writer::compensated, from);
}

/// Both.
constexpr program round_on_purpose(const program& from) { return compensate(fuse(from)); }

}  // namespace ogive
