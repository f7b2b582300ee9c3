// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 5, verify. A program as it was written and the inputs of a row go in; the results in reference numbers, a bound
// of their rounding errors, and which way each choice went come out. No rewrite rule, no derivative and no kernel is
// used.
#pragma once

#include <cstddef>
#include <cstdint>

#include <ogive/base/list.hpp>
#include <ogive/print/sink.hpp>
#include <ogive/program/program.hpp>
#include <ogive/verify/real.hpp>

namespace ogive::detail {

/// A number and how far rounding may have moved it.
struct estimate {
  real value = 0;
  real error = 0;
};

/// The relative rounding error of one operation, generously: the functions are right to 2⁶ units in the last place.
inline constexpr real rounding_unit = 1 / precise::power_of_two(real_digits - 6);

class reference_run {
 public:
  constexpr reference_run(const program_view& p, std::size_t columns) : program_(p), columns_(columns) {
    values_.assign(p.length() * columns, {});
    depends_on_.reserve(p.length());
    for (std::size_t i = 0; i != p.length(); ++i) {
      const instruction& step = p[static_cast<program::position>(i)];
      const int count = arity(step.op);
      std::uint64_t symbols = count == 0 ? bit_of(step.op, step.arguments[0]) : 0;
      for (int k = 0; k != count; ++k) symbols |= depends_on_[static_cast<std::size_t>(step.arguments[k])];
      depends_on_.push_back(symbols);
    }
  }

  /// inputs[k · columns + j] is input k in column j.
  constexpr void run(const real* inputs, const real* parameters) {
    way_ = 0;
    ties_ = {};
    margins_ = {};
    if (moving_.empty()) {
      for (std::size_t i = 0; i != program_.length(); ++i) run_step(i, inputs, parameters);
    } else {
      for (const std::size_t i : moving_) run_step(i, inputs, parameters);
    }
  }

  /// From now on only one symbol, an input or a parameter, differs from what it was in the run before: what does not
  /// depend on it stands.
  constexpr void move_only(operation kind, std::size_t slot) {
    const std::uint64_t symbol = bit_of(kind, static_cast<int>(slot));
    moving_ = {};
    for (std::size_t i = 0; i != program_.length(); ++i) {
      if ((depends_on_[i] & symbol) != 0) moving_.push_back(i);
    }
    if (moving_.empty()) moving_.push_back(0);  // which is a leaf
  }

  [[nodiscard]] constexpr const estimate& result(std::size_t r, std::size_t column = 0) const {
    return values_[static_cast<std::size_t>(program_.result(r)) * columns_ + column];
  }
  /// Two points with equal ways lie in one smooth piece; a tie is a way of its own. Choices that did not move are left
  /// out.
  [[nodiscard]] constexpr std::uint64_t way() const { return way_; }

  /// The choices that tied.
  [[nodiscard]] constexpr const list<std::size_t>& ties() const { return ties_; }

  /// l − r for each choice between l < r and its contrary.
  [[nodiscard]] constexpr const list<real>& margins() const { return margins_; }

  /// From now on these choices go one way each, as the bits of `ways` say: the pieces that meet at a tie, extended.
  constexpr void extend_pieces(const list<std::size_t>& choices, unsigned ways) {
    extended_.assign(program_.length(), direction::free);
    for (std::size_t k = 0; k != choices.size(); ++k)
      extended_[choices[k]] = ((ways >> k) & 1) != 0 ? direction::less : direction::not_less;
  }

 private:
  enum class direction : unsigned char { free, less, not_less };

  program_view program_;
  std::size_t columns_;
  list<estimate> values_;
  list<std::size_t> ties_;
  list<real> margins_;
  list<direction> extended_;
  list<std::size_t> moving_;
  list<std::uint64_t> depends_on_;  // a bit for each symbol; symbols far down the list share them
  std::size_t step_ = 0;
  std::uint64_t way_ = 0;

  constexpr estimate& at(std::size_t step, std::size_t column) { return values_[step * columns_ + column]; }

  static constexpr std::uint64_t bit_of(operation kind, int slot) {
    if (kind != operation::input && kind != operation::row_input && kind != operation::parameter) return 0;
    return std::uint64_t{1} << (slot % 32 + (kind == operation::parameter ? 32 : 0));
  }

  constexpr void run_step(std::size_t i, const real* inputs, const real* parameters) {
    const instruction& step = program_[static_cast<program::position>(i)];
    step_ = i;
    if (is_of_a_row(step.op)) return over_row(step, i, inputs);
    for (std::size_t j = 0; j != columns_; ++j) at(i, j) = in_column(step, j, inputs, parameters);
  }

  constexpr void note(std::uint64_t outcome) { way_ = (way_ ^ (outcome + 1)) * 0x100000001b3U; }

  /// Which of the two is less; a tie is noted as such.
  constexpr bool is_less(real l, real r, bool or_equal = false) {
    if (!extended_.empty() && extended_[step_] != direction::free) return extended_[step_] == direction::less;
    margins_.push_back(precise::add(l, -r));
    note(l < r ? 0 : r < l ? 1 : l == r ? 2 : 3);
    if (l == r) ties_.push_back(step_);
    return or_equal ? l <= r : l < r;
  }

  /// A result of finite numbers: their range is such that nothing below overflows before it is bounded here.
  static constexpr estimate rounded(real value, real error) {
    if (value != value) return {value, 0};
    const real size = value < 0 ? -value : value;
    if (size < precise::limit && error < precise::limit) return {value, error + size * rounding_unit};
    return {precise::bounded_result(value), precise::unbounded};
  }
  static constexpr bool are_finite(const estimate& u, const estimate& v) {
    return precise::is_finite(u.value) && precise::is_finite(v.value) && u.error < precise::limit &&
           v.error < precise::limit;
  }
  static constexpr estimate sum(const estimate& u, const estimate& v) {
    if (are_finite(u, v)) return rounded(u.value + v.value, u.error + v.error);
    return {precise::add(u.value, v.value), precise::unbounded};
  }
  static constexpr estimate product(const estimate& u, const estimate& v) {
    using namespace precise;
    if (!are_finite(u, v)) return {multiply(u.value, v.value), unbounded};
    real error = 0;
    if (v.error != 0) error += absolute(u.value) * v.error;
    if (u.error != 0) error += absolute(v.value) * u.error;
    return rounded(u.value * v.value, error);
  }
  static constexpr estimate quotient(const estimate& u, const estimate& v) {
    using namespace precise;
    if (!are_finite(u, v) || absolute(v.value) < 1 / limit) return {divide(u.value, v.value), unbounded};
    const real value = u.value / v.value;
    return rounded(value, (u.error + absolute(value) * v.error) / absolute(v.value));
  }

  constexpr estimate in_column(const instruction& step, std::size_t j, const real* inputs, const real* parameters) {
    using namespace precise;
    const auto argument = [&](int k) -> const estimate& {
      return values_[static_cast<std::size_t>(step.arguments[k]) * columns_ + j];
    };
    switch (step.op) {
      case operation::number: return {step.value, 0};
      case operation::input: return {inputs[static_cast<std::size_t>(step.arguments[0]) * columns_ + j], 0};
      case operation::parameter: return {parameters[step.arguments[0]], 0};
      default: break;
    }
    const estimate u = argument(0);
    switch (step.op) {
      case operation::negate: return {-u.value, u.error};
      case operation::with_gradient: return u;  // a claim about derivatives is no value
      case operation::abs: return is_less(u.value, 0) ? estimate{-u.value, u.error} : u;
      case operation::sign: return {is_less(u.value, 0) ? real(-1) : u.value == 0 ? u.value : real(1), 0};
      case operation::floor: {
        const real whole = precise::floor(u.value);
        note(absolute(whole) < real(0x1p60)
                 ? static_cast<std::uint64_t>(static_cast<long long>(whole) * 2) + (whole == u.value ? 1 : 0)
                 : 0);
        return {whole, 0};
      }
      default: break;
    }
    if (arity(step.op) == 1) {
      const real value = function_of(step.op, u.value);
      return rounded(value, u.error == 0 ? real(0) : multiply(u.error, steepness(step.op, u.value, value)));
    }
    const estimate v = argument(1);
    switch (step.op) {
      case operation::add: return sum(u, v);
      case operation::subtract: return sum(u, {-v.value, v.error});
      case operation::multiply: return product(u, v);
      case operation::divide: return quotient(u, v);
      case operation::pow: {
        const real value = pow(u.value, v.value);
        const real relative = add(divide(multiply(absolute(v.value), u.error), absolute(u.value)), v.error);
        return rounded(value, multiply(absolute(value), add(relative, 64 * rounding_unit)));
      }
      case operation::where_less: return is_less(u.value, v.value) ? argument(2) : argument(3);
      case operation::where_less_equal: return is_less(u.value, v.value, true) ? argument(2) : argument(3);
      default: return {no_number, 0};
    }
  }

  constexpr void over_row(const instruction& step, std::size_t i, const real* inputs) {
    const auto argument = [&](int k, std::size_t j) -> const estimate& {
      return values_[static_cast<std::size_t>(step.arguments[k]) * columns_ + j];
    };
    switch (step.op) {
      case operation::row_input: {
        const std::size_t slot = static_cast<std::size_t>(step.arguments[0]) * columns_;
        for (std::size_t j = 0; j != columns_; ++j) at(i, j) = {inputs[slot], 0};
        return;
      }
      case operation::row_size: return fill(i, {static_cast<real>(columns_), 0});
      case operation::row_sum: {
        estimate all;
        for (std::size_t j = 0; j != columns_; ++j) all = sum(all, argument(0, j));
        return fill(i, all);
      }
      case operation::row_max:
      case operation::row_argmax: {
        std::size_t first = 0;
        for (std::size_t j = 1; j != columns_; ++j) {
          if (argument(0, first).value < argument(0, j).value) first = j;
        }
        note(first);
        const estimate largest_of_row = argument(0, first);
        return fill(i, step.op == operation::row_max ? largest_of_row : estimate{static_cast<real>(first), 0});
      }
      case operation::row_pick: return fill(i, argument(0, static_cast<std::size_t>(argument(1, 0).value)));
      default:  // at_column
        for (std::size_t j = 0; j != columns_; ++j)
          at(i, j) = static_cast<std::size_t>(argument(0, 0).value) == j ? argument(1, j) : argument(2, j);
    }
  }

  constexpr void fill(std::size_t step, estimate e) {
    for (std::size_t j = 0; j != columns_; ++j) at(step, j) = e;
  }

  static constexpr real function_of(operation op, real u) {
    if (u != u) return u;
    switch (op) {
      case operation::exp: return precise::exp(u);
      case operation::expm1: return precise::expm1(u);
      case operation::log: return precise::log(u);
      case operation::log1p: return precise::log1p(u);
      case operation::sqrt: return precise::sqrt(u);
      case operation::tanh: return precise::tanh(u);
      case operation::sech2: return precise::sech2(u);
      case operation::sigmoid: return precise::sigmoid(u);
      case operation::softplus: return precise::softplus(u);
      case operation::erf: return precise::erf(u);
      case operation::erfc: return precise::erfc(u);
      case operation::pdf: return precise::pdf(u);
      case operation::cdf: return precise::cdf(u);
      case operation::sin: return precise::sin(u);
      case operation::cos: return precise::cos(u);
      case operation::atan: return precise::atan(u);
      case operation::asinh: return precise::asinh(u);
      default: return precise::no_number;
    }
  }

  /// No less than |f'| near u, and not much more where f dies away: how f passes on the error of its argument.
  static constexpr real steepness(operation op, real u, real value) {
    using namespace precise;
    const real size = absolute(value);
    switch (op) {
      case operation::exp: return multiply(2, size);
      case operation::expm1: return add(size, 1);
      case operation::log: return divide(2, absolute(u));
      case operation::log1p: return divide(2, absolute(1 + u));
      case operation::sqrt: return divide(1, size);
      case operation::sech2:
      case operation::sigmoid:
      case operation::softplus:
      case operation::erfc:
      case operation::pdf:
      case operation::cdf: {
        const real dying = multiply(2 + 2 * absolute(u), size);
        return dying < 2 ? dying : real(2);
      }
      default: return 2;
    }
  }
};

}  // namespace ogive::detail
