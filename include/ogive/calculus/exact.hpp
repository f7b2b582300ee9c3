// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. Rewriting by the rules that hold in exact arithmetic: those of arithmetic.hpp, and here those of
// sums over a row and of shaped gradients. A program goes in, an equal one that is not dearer comes out.
#pragma once

#include <cstdint>
#include <utility>

#include <ogive/calculus/arithmetic.hpp>
#include <ogive/program/primitives.hpp>
#include <ogive/program/program.hpp>

namespace ogive {

/// Writes into a program by all the exact rules.
class exact_rewriter : public arithmetic_rewriter {
 public:
  /// `channels` has a bit for each parameter that may have a value for each column of a row: all, if it is not known.
  constexpr explicit exact_rewriter(program& out, std::uint64_t channels = every_parameter)
      : arithmetic_rewriter(out), channels_(channels) {}

  static constexpr std::uint64_t every_parameter = ~std::uint64_t{0};

  /// Any instruction whose arguments stand in the program already.
  constexpr position emit(const instruction& i) {
    const position a = i.arguments[0], b = i.arguments[1], c = i.arguments[2];
    switch (i.op) {
      case operation::with_gradient: return with_gradient(a, b);
      case operation::row_sum: return row_sum(a);
      case operation::row_max:
      case operation::row_argmax: return extremum(i.op, a);
      // r in column j is r; a in column j, a elsewhere is a
      case operation::row_pick: return varies(a) ? out_->emit(i) : a;
      case operation::at_column: return b == c ? b : out_->emit(i);
      default: return arithmetic_rewriter::emit(i);
    }
  }

  /// Σ u over a row
  constexpr position row_sum(position u) {
    const instruction i = (*out_)[u];
    const position a = i.arguments[0], b = i.arguments[1];
    // Σ r = n·r
    if (!varies(u)) return multiply(u, out_->emit(operation::row_size, -1));
    switch (i.op) {
      // Σ −u = −Σ u
      case operation::negate: return scale(-1, row_sum(a));
      // Σ r·u = r·Σ u
      case operation::multiply:
        if (!varies(a)) return multiply(a, row_sum(b));
        if (!varies(b)) return multiply(b, row_sum(a));
        break;
      // Σ u/r = Σ u / r
      case operation::divide:
        if (!varies(b)) return divide(row_sum(a), b);
        break;
      // Σ (u ± v) = Σ u ± Σ v if something comes out of one of these sums
      case operation::add:
        if (is_scaled_by_row(a) || is_scaled_by_row(b)) {
          const position first = row_sum(a), second = row_sum(b);
          return add(first, second);
        }
        break;
      case operation::subtract:
        // Σ (u − Σ u / n) = 0
        if (is_mean_of(b, a)) return out_->emit_number(0);
        if (is_scaled_by_row(a) || is_scaled_by_row(b)) {
          const position first = row_sum(a), second = row_sum(b);
          return subtract(first, second);
        }
        break;
      default: break;
    }
    return out_->emit(operation::row_sum, u);
  }

  /// Whether an instruction may differ between the columns of a row.
  constexpr bool varies(position p) {
    for (std::size_t k = varies_.size(); k <= static_cast<std::size_t>(p); ++k) {
      const instruction& i = out_->code[k];
      bool varying = i.op == operation::input || i.op == operation::at_column ||
                     (i.op == operation::parameter && ((channels_ >> (i.arguments[0] & 63)) & 1) != 0);
      if (i.op != operation::row_sum && i.op != operation::row_max && i.op != operation::row_argmax &&
          i.op != operation::row_pick) {
        for (int n = 0; n != arity(i.op); ++n)
          varying = varying || varies_[static_cast<std::size_t>(i.arguments[static_cast<std::size_t>(n)])];
      }
      varies_.push_back(varying);
    }
    return varies_[static_cast<std::size_t>(p)];
  }

 private:
  std::uint64_t channels_;
  detail::list<bool> varies_;

  constexpr position with_gradient(position u, position v) {
    // with_gradient(with_gradient(u, _), v) = with_gradient(u, v)
    if ((*out_)[u].op == operation::with_gradient) u = (*out_)[u].arguments[0];
    // with_gradient(u, u) = u, stop(2) = 2
    return u == v || (is_number(u) && is_number(v)) ? u : out_->emit(operation::with_gradient, u, v);
  }

  constexpr position extremum(operation op, position u) {
    // max r = r over a row
    if (op == operation::row_max && !varies(u)) return u;
    const instruction i = (*out_)[u];
    if (op == operation::row_argmax) {
      // eᵘ and u are greatest in one column, u and u ± r too
      if (i.op == operation::exp) return extremum(op, i.arguments[0]);
      if ((i.op == operation::add || i.op == operation::subtract) && !varies(i.arguments[1]))
        return extremum(op, i.arguments[0]);
    }
    return out_->emit(op, u);
  }

  [[nodiscard]] constexpr bool is_mean_of(position p, position u) const {
    const instruction& i = (*out_)[p];
    if (i.op != operation::divide || (*out_)[i.arguments[1]].op != operation::row_size) return false;
    const instruction& sum = (*out_)[i.arguments[0]];
    return sum.op == operation::row_sum && sum.arguments[0] == u;
  }

  /// Does a sum over p have something to take out of it: a factor or divisor that is one number for the row?
  constexpr bool is_scaled_by_row(position p) {
    const instruction i = (*out_)[p];
    const auto factor = [&](std::size_t k) {
      const position f = i.arguments[k];
      return (!varies(f) && !is_number(f)) || is_scaled_by_row(f);
    };
    switch (i.op) {
      case operation::negate: return factor(0);
      case operation::multiply: return factor(0) || factor(1);
      case operation::divide: return factor(0) || !varies(i.arguments[1]);
      default: return false;
    }
  }
};

/// What a program costs: 1 for each step of arithmetic or choice, 8 for each function with an exponential or a series.
constexpr int cost(const program& p) {
  int sum = 0;
  for (const instruction& i : p.code) {
    const bool cheap =
        rule_of(i.op).name.empty() || i.op == operation::abs || i.op == operation::sign || i.op == operation::floor;
    sum += arity(i.op) == 0 ? 0 : cheap ? 1 : 8;
  }
  return sum;
}

namespace detail {

/// Drops what only derivatives read, and rewrites on the way: stop(u) may now meet u.
class unmarking_writer {
 public:
  constexpr explicit unmarking_writer(program& to, std::uint64_t channels = exact_rewriter::every_parameter)
      : to_(&to), out_(to, channels) {}

  constexpr program::position unmarked(const instruction& i) {
    if (i.op == operation::with_gradient) return i.arguments[0];
    if (i.op == operation::row_sum) return row_sum(i.arguments[0]);
    instruction plain = i;
    if (i.op == operation::where_less || i.op == operation::where_less_equal) plain.value = 0;
    return out_.emit(plain);
  }

 private:
  program* to_;
  exact_rewriter out_;

  /// Σ u·(v/r) = Σ u·v / r: the sum need not wait for r. Not before, for u·(v/r) may be what a result is made of.
  constexpr program::position row_sum(program::position p) {
    const fraction f = fraction_of(p);
    return f.below < 0 ? out_.row_sum(p) : out_.divide(row_sum(f.above), f.below);
  }

  struct fraction {
    program::position above = -1, below = -1;
  };

  /// p as above / below for a divisor that is one number of the row, wherever it stands in a product.
  constexpr fraction fraction_of(program::position p) {
    const instruction i = (*to_)[p];
    if (i.op == operation::divide && !out_.varies(i.arguments[1])) return {i.arguments[0], i.arguments[1]};
    if (i.op != operation::multiply) return {};
    for (std::size_t k = 0; k != 2; ++k) {
      const fraction f = fraction_of(i.arguments[k]);
      if (f.below >= 0) return {out_.multiply(i.arguments[1 - k], f.above), f.below};
    }
    return {};
  }
};

}  // namespace detail

/// The program without with_gradient, stop and rules for kinks: no more derivatives are to be taken.
constexpr program without_gradient_marks(const program& from,
                                         std::uint64_t channels = exact_rewriter::every_parameter) {
  const auto is_marked = [](const instruction& i) {
    return i.op == operation::with_gradient || is_of_a_row(i.op) ||
           (i.value != 0 && (i.op == operation::where_less || i.op == operation::where_less_equal));
  };
  if (!detail::any_step(from, is_marked)) return from;
  program to = from.fresh();
  detail::append_by(detail::unmarking_writer(to, channels), &detail::unmarking_writer::unmarked, from, to);
  return without_dead_code(std::move(to));
}

/// The program rewritten by the rules that it has, without dead code. It is never dearer, unless it was written
/// naively: where a part that a rule takes apart is needed as it was elsewhere, and the whole would cost more, the
/// program stays as it is.
constexpr program rewrite_exactly(const program& from) {
  if (from.rules == rewriting::none) return without_dead_code(from);
  program to = from.fresh();
  exact_rewriter writer(to);
  detail::list<program::position> moved;
  moved.reserve(from.code.size());
  for (const instruction& step : from.code) moved.push_back(writer.emit(detail::relocated(step, moved)));
  for (const program::position r : from.results) to.results.push_back(moved[static_cast<std::size_t>(r)]);
  to = without_dead_code(std::move(to));
  if (writer.has_recognised()) return to;
  if (const program live = without_dead_code(from); cost(live) < cost(to)) return live;
  return to;
}

/// The program with each parameter fixed at its initial value.
constexpr program with_initial_values(const program& from) {
  program fixed = from.fresh();
  detail::list<program::position> moved;
  for (const instruction& i : from.code) {
    const bool is_parameter = i.op == operation::parameter;
    moved.push_back(is_parameter ? fixed.emit_number(from.parameters[static_cast<std::size_t>(i.arguments[0])].initial)
                                 : fixed.emit(detail::relocated(i, moved)));
  }
  for (const program::position r : from.results) fixed.results.push_back(moved[static_cast<std::size_t>(r)]);
  fixed.parameters = {};
  return rewrite_exactly(fixed);
}

}  // namespace ogive
