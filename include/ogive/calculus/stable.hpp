// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. Rewrite rules that change how a program rounds, overflows or treats NaN, never what it means:
// a program goes in, one that has the mathematical limits at ±∞ and passes NaN on comes out. The last pass but one.
#pragma once

#include <cstdint>
#include <limits>
#include <utility>

#include <ogive/calculus/growth.hpp>
#include <ogive/calculus/roots.hpp>
#include <ogive/program/primitives.hpp>
#include <ogive/program/program.hpp>

namespace ogive {
namespace detail {

class stable_rewriter : root_writer {
 public:
  using program_reader::position;

  constexpr stable_rewriter(const program& from, program& to)
      : root_writer(to), from_(&from), of_(to, from.inputs.size()) {}

  constexpr void run() {
    for (const instruction& step : from_->code) moved_.push_back(rewritten(relocated(step, moved_)));
    for (const position r : from_->results) out_->results.push_back(moved_[static_cast<std::size_t>(r)]);
  }

 private:
  const program* from_;
  growth_analysis of_;
  list<position> moved_;

  constexpr position rewritten(const instruction& i) {
    const position a = i.arguments[0], b = i.arguments[1];
    of_.follow();
    switch (i.op) {
      // u·v = 0 where v = 0, whatever u, if v vanishes faster than u grows: x·σ(x) at −∞
      case operation::multiply:
        if (a == b) return out_->emit(i);
        // p·u² = (p·u)·u for a parameter p: u² alone may overflow
        if (at(a).op == operation::parameter && is_square(b)) return times_square(a, at(b).arguments[0]);
        if (at(b).op == operation::parameter && is_square(a)) return times_square(b, at(a).arguments[0]);
        // c·(u + √(u² + d)) without an overflow inside
        if (const position p = scaled_sum_with_root(a, b); p >= 0) return p;
        if (const position p = scaled_sum_with_root(b, a); p >= 0) return p;
        // c·√(d + a·u²) likewise
        if (const position p = scaled_root(a, b); p >= 0) return p;
        if (const position p = scaled_root(b, a); p >= 0) return p;
        if (attenuates(a, b) && attenuates(b, a)) {
          // each vanishes where the other grows; where a = 0, so is the product
          const position p = attenuated(a, b);
          return out_->emit(operation::select_less, number(0), out_->emit(operation::abs, a), p, a);
        }
        if (attenuates(a, b)) return attenuated(a, b);
        if (attenuates(b, a)) return attenuated(b, a);
        // u · (v / (c + a·u²)) = v · (u / (c + a·u²)), whose limit is known
        if (const position w = divisor_with_square(b, a); w >= 0) return over_square(a, at(b).arguments[0], w);
        if (const position w = divisor_with_square(a, b); w >= 0) return over_square(b, at(a).arguments[0], w);
        return out_->emit(i);
      case operation::add:
        if (is_root_beside(b, a)) return sum_with_root(a, b);
        if (is_root_beside(a, b)) return sum_with_root(b, a);
        if (const position p = one_beside_ratio(a, b); p >= 0) return p;
        if (const position p = one_beside_ratio(b, a); p >= 0) return p;
        return out_->emit(i);
      case operation::subtract:
        if (const position p = one_beside_ratio(a, b, true); p >= 0) return p;
        if (const position p = one_beside_ratio(b, a, true); p >= 0) return out_->emit(operation::negate, p);
        return is_minus_mean(a, b) ? minus_mean(a, b) : out_->emit(i);
      case operation::divide: return quotient(i);
      case operation::sqrt: return square_root(i);
      // where() is NaN if its condition has a NaN. A plain select does, if the branch that NaN takes is NaN itself.
      case operation::where_less: return selected(i, operation::select_less, operation::select_less_equal);
      case operation::where_less_equal: return selected(i, operation::select_less_equal, operation::select_less);
      default: return out_->emit(i);
    }
  }

  constexpr bool attenuates(position u, position v) {
    const growth &grows = of_[u], &vanishes = of_[v];
    const bool slower =
        (vanishes.vanishes == 1 && (grows.at_most == growth::linear || grows.at_most == growth::polynomial)) ||
        (vanishes.vanishes == 2 && growth::linear <= grows.at_most && grows.at_most <= growth::exponential);
    return slower && (grows.depends_on & ~vanishes.nan_like & inputs_only()) == 0;
  }

  /// u·v, and v where v = 0. A parameter in u that is NaN shows all the same.
  constexpr position attenuated(position u, position v) {
    position p = out_->emit(operation::attenuate, u, v);
    const std::uint64_t hidden = of_[u].depends_on & ~of_[v].nan_like;
    for (std::size_t slot = 0; slot != from_->parameters.size(); ++slot) {
      if ((hidden & growth_analysis::bit(from_->inputs.size() + slot)) == 0) continue;
      const position parameter = out_->emit(operation::parameter, static_cast<position>(slot));
      p = out_->emit(operation::pass_nan, parameter, p);
    }
    return p;
  }
  [[nodiscard]] constexpr std::uint64_t inputs_only() const { return growth_analysis::bit(from_->inputs.size()) - 1; }

  /// w if p is a quotient by w = c + a·u², else −1.
  constexpr position divisor_with_square(position p, position u) {
    if (at(p).op != operation::divide || at(p).arguments[0] == u) return -1;
    const position w = at(p).arguments[1];
    return square_in(w).of == u ? w : -1;
  }
  constexpr position over_square(position u, position v, position w) {
    const instruction q{.op = operation::divide, .arguments = {narrow(u), narrow(w), -1, -1}};
    return out_->emit(operation::multiply, v, quotient(q));
  }

  constexpr position quotient(const instruction& i) {
    const position u = i.arguments[0], v = i.arguments[1];
    // (1/w) / √w, with what the first quotient lost
    if (const position p = corrected_over_root(i); p >= 0) return p;
    // u / (c + |u|) = ±1 at ±∞
    if (is_bound_of(v, u)) {
      const position limit = out_->emit(operation::copy_sign, number(1), u);
      return where_infinite(out_->emit(operation::abs, u), limit, out_->emit(i));
    }
    // u / (c + u) = 1 where u overflows
    if (of_[u].at_most != growth::constant && of_[u].at_most <= growth::polynomial && is_sum_with_constant(v, u))
      return where_infinite(out_->emit(operation::abs, u), number(1), out_->emit(i));
    // u / (c + √(d + a·u²)) = ±1/√a at ±∞
    if (const position root = root_beside_constant(v); root >= 0 && square_below(root).of == u)
      return where_infinite(out_->emit(operation::abs, u), sign_over_root(square_below(root), u), out_->emit(i));
    // u / (c + a·u²) = 1/(a·u) where the divisor overflows
    if (const scaled_square s = square_in(v); s.of == u)
      return out_->emit(operation::divide, where_infinite(v, number(1), u), where_infinite(v, times(s.factor, u), v));
    // d / (c + a·u²) = (d/u)·(d/u) / (d·a) there
    if (const scaled_square s = square_in(v); s.of >= 0 && at(u).op == operation::number && at(u).value != 0)
      return over_square_or_far(u, v, s);
    // (1/w)/w = r·r for r = 1/w, where w is rounded once
    if (at(u).op == operation::divide && at(u).arguments[1] == v && is_number(at(u).arguments[0], 1) && is_bound(v))
      return out_->emit(operation::multiply, u, u);
    // u / √(c + a·u²) = ±1/√a where what is under the root overflows
    if (const position root = root_in(v); root >= 0) {
      const position w = at(root).arguments[0];
      const scaled_square s = square_in(w);
      if (s.of == u || is_absolute(u, s.of)) return where_infinite(w, sign_over_root(s, u), out_->emit(i));
    }
    // u / v = 0 where v overflows, if it is of a higher degree than the product u
    const growth &above = of_[u], &below = of_[v];
    if (at(u).op != operation::add && above.degree != 0 && above.degree < below.least_degree &&
        (above.depends_on & ~below.nan_like) == 0)
      return where_infinite(out_->emit(operation::abs, v), number(0), out_->emit(i));
    return out_->emit(i);
  }

  /// Is v = c + |u|?
  [[nodiscard]] constexpr bool is_bound_of(position v, position u) const {
    if (at(v).op != operation::add) return false;
    for (std::size_t k = 0; k != 2; ++k) {
      const instruction& size = at(at(v).arguments[1 - k]);
      if (is_positive_constant(at(v).arguments[k]) && size.op == operation::abs && size.arguments[0] == u) return true;
    }
    return false;
  }

  /// Is v = c + u?
  [[nodiscard]] constexpr bool is_sum_with_constant(position v, position u) const {
    if (at(v).op != operation::add) return false;
    for (std::size_t k = 0; k != 2; ++k) {
      if (is_positive_constant(at(v).arguments[k]) && at(v).arguments[1 - k] == u) return true;
    }
    return false;
  }

  [[nodiscard]] constexpr bool is_square(position p) const {
    return at(p).op == operation::multiply && at(p).arguments[0] == at(p).arguments[1];
  }
  constexpr position times_square(position factor, position u) {
    return out_->emit(operation::multiply, out_->emit(operation::multiply, factor, u), u);
  }

  /// Is v = Σ u·w / Σ w, the mean of u over a row with weights w?
  constexpr bool is_minus_mean(position u, position v) { return weight_of_mean(u, v) >= 0 && of_[u].varies; }

  [[nodiscard]] constexpr position weight_of_mean(position u, position v) const {
    if (at(v).op != operation::divide) return -1;
    const instruction &above = at(at(v).arguments[0]), &below = at(at(v).arguments[1]);
    if (above.op != operation::row_sum || below.op != operation::row_sum) return -1;
    const instruction& product = at(above.arguments[0]);
    const position w = below.arguments[0];
    const bool found = product.op == operation::multiply && ((product.arguments[0] == u && product.arguments[1] == w) ||
                                                             (product.arguments[1] == u && product.arguments[0] == w));
    return found ? w : -1;
  }

  /// u − Σ u·w / Σ w = t − Σ t·w / Σ w with t = u − c, for c = u in the column of the greatest weight: if that weight
  /// is nearly all, u there is nearly its mean, and the difference keeps its digits.
  constexpr position minus_mean(position u, position mean) {
    const position w = weight_of_mean(u, mean);
    const position c = out_->emit(operation::row_pick, u, out_->emit(operation::row_argmax, monotone_part(w)));
    const position t = out_->emit(operation::subtract, u, c);
    const position sum = out_->emit(operation::row_sum, out_->emit(operation::multiply, t, w));
    return out_->emit(operation::subtract, t, out_->emit(operation::divide, sum, at(mean).arguments[1]));
  }

  /// What is greatest in the same column: u for eᵘ, and for u ± r if r is one number for the row.
  constexpr position monotone_part(position p) {
    const instruction i = at(p);
    if (i.op == operation::exp) return monotone_part(i.arguments[0]);
    const bool shifted = i.op == operation::add || i.op == operation::subtract;
    return shifted && !of_[i.arguments[1]].varies ? monotone_part(i.arguments[0]) : p;
  }

  /// Is it the greater or the lesser of the two that it compares? Such a choice has no jump that rounding could move.
  static constexpr bool selects_a_side(const instruction& i) {
    const auto [l, r, a, b] = i.arguments;
    return (a == l && b == r) || (a == r && b == l);
  }

  static constexpr bool is_select(const instruction& i) {
    return i.op == operation::select_less || i.op == operation::select_less_equal;
  }

  /// The sides of a comparison with a number d, asked of the value inside: d < max(u, c) of u for c < d, and of a sum
  /// u + c, which rounds, d − c < u.
  struct comparison {
    position left, right;
  };
  constexpr comparison of_what_is_inside(position l, position r) {
    for (const bool number_first : {true, false}) {
      position &d = number_first ? l : r, &p = number_first ? r : l;
      if (!is_number(d)) continue;
      while (of_one_inside(d, p)) {
      }
    }
    of_.follow();
    return {l, r};
  }

  /// One step inwards from p, if there is one.
  constexpr bool of_one_inside(position& d, position& p) {
    if (const instruction i = at(p); is_select(i) && selects_a_side(i)) {
      const bool number_left = is_number(i.arguments[0]), is_max = i.arguments[2] == i.arguments[1];
      const position c = i.arguments[number_left ? 0 : 1], u = i.arguments[number_left ? 1 : 0];
      if (!is_number(c) || !(is_max ? value(c) < value(d) : value(d) < value(c))) return false;
      return p = u, true;
    }
    for (std::size_t k = 0; is(p, operation::add) && k != 2; ++k) {
      const position c = argument(p, k);
      if (!is_number(c)) continue;
      const double rest = value(d) - value(c);
      if (rest + value(c) != value(d) || static_cast<double>(static_cast<float>(rest)) != rest) continue;
      return p = argument(p, 1 - k), d = number(rest), true;
    }
    return false;
  }

  /// where(l < r, a, b) as a plain select, in which NaN takes the branch that is NaN itself.
  constexpr position selected(const instruction& i, operation same_way, operation reversed) {
    const position a = i.arguments[2], b = i.arguments[3];
    const auto [l, r] = selects_a_side(i) ? comparison{i.arguments[0], i.arguments[1]}
                                          : of_what_is_inside(i.arguments[0], i.arguments[1]);
    const std::uint64_t asked = of_[l].depends_on | of_[r].depends_on;
    if ((asked & ~of_[b].nan_like) == 0) return out_->emit(same_way, l, r, a, b);
    if ((asked & ~of_[a].nan_like) == 0) return out_->emit(reversed, r, l, b, a);
    position p = out_->emit(same_way, l, r, a, b);
    for (const position side : {l, r}) {
      if ((of_[side].depends_on & ~of_[b].nan_like) != 0) p = out_->emit(operation::pass_nan, side, p);
    }
    return p;
  }
};

}  // namespace detail

/// The program with the limits of the mathematics at ±∞ and with NaN passed on.
constexpr program rewrite_stably(const program& from) {
  program to = from.fresh();
  detail::stable_rewriter(from, to).run();
  return without_dead_code(std::move(to));
}

}  // namespace ogive
