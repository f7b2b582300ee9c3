// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. The rules of `rewriting::stable` that replace a difference which cancels by one that does not, at
// some cost. A program goes in, one with more accurate steps comes out. They run when all derivatives are taken: those
// of the difference are simpler than those of what stands for it.
#pragma once

#include <utility>

#include <ogive/calculus/reading.hpp>
#include <ogive/program/program.hpp>

namespace ogive {
namespace detail {

class cancellation_writer : public program_reader {
 public:
  constexpr explicit cancellation_writer(program& to) : program_reader(to) {}

  constexpr position mended(const instruction& i) {
    const position a = i.arguments[0], b = i.arguments[1];
    position p = -1;
    if (i.op == operation::subtract) p = difference(a, b);
    if (i.op == operation::add) p = beside_difference(a, b);
    if (i.op == operation::log) p = log_of_sum(a);
    if (i.op == operation::multiply && is_number(a)) p = scaled_difference(a, b);
    return p < 0 ? out_->emit(i) : p;
  }

 private:
  constexpr position number(double v) { return out_->emit_number(v); }
  constexpr position sum(position a, position b) { return out_->emit(operation::add, a, b); }
  constexpr position product(position a, position b) { return out_->emit(operation::multiply, a, b); }
  constexpr position quotient(position a, position b) { return out_->emit(operation::divide, a, b); }
  constexpr position negated(position a) { return out_->emit(operation::negate, a); }
  constexpr position absolute(position a) { return out_->emit(operation::abs, a); }
  constexpr position where_less(position l, position r, position a, position b) {
    return out_->emit(operation::where_less, l, r, a, b);
  }

  constexpr position difference(position a, position b) {
    // c·u − c·v = c·(u − v) and c − c·v = c·(1 − v), if that can be mended
    if (const position p = without_common_factor(a, b); p >= 0) return p;
    if (const position p = without_common_factor(b, a); p >= 0) return negated(p);
    // σ(u) − ½ = ½·tanh(u/2)
    if (is(a, operation::sigmoid) && is_number(b, 0.5)) return product(b, half_tanh(a));
    if (is(b, operation::sigmoid) && is_number(a, 0.5)) return negated(product(a, half_tanh(b)));
    // σ(u) − σ(−u) = tanh(u/2)
    if (is_mirrored_sigmoid(a, b)) return half_tanh(a);
    // 1 − cos(u) = 2·sin²(u/2), cos(u) − 1 = −2·sin²(u/2)
    if (is_number(a, 1) && is(b, operation::cos)) return twice_sine_squared(2, argument(b, 0));
    if (is_number(b, 1) && is(a, operation::cos)) return twice_sine_squared(-2, argument(a, 0));
    // tanh(u) − u = −(u − tanh(u))
    if (is_tanh_of(b, a)) return without_tanh(a, b);
    if (is_tanh_of(a, b)) return negated(without_tanh(b, a));
    // s − √(s² + u) = −(√(s² + u) − s)
    if (const position u = beside_square(a, b); u >= 0) return without_number(a, b, u);
    if (const position u = beside_square(b, a); u >= 0) return negated(without_number(b, a, u));
    // |u| − √(u² + c) = −(√(u² + c) − |u|), u − √(u² + c) = −(√(u² + c) − u)
    if (const position c = constant_beside_square(a, b); c >= 0) return root_without(b, a, c);
    if (const position c = constant_beside_square(b, a); c >= 0) return negated(root_without(a, b, c));
    // d·k·(t/√(k²·t² + c)) − d·sign(t) = −d·sign(t) · (1 − k·(|t|/√(k²·t² + c))), for which roots.hpp has a rule
    if (const position p = sign_without_share(b, a); p >= 0) return negated(p);
    if (const position p = sign_without_share(a, b); p >= 0) return p;
    return -1;
  }

  [[nodiscard]] constexpr bool is_mirrored_sigmoid(position a, position b) const {
    if (!is(a, operation::sigmoid) || !is(b, operation::sigmoid)) return false;
    const scaled u = split(argument(a, 0)), v = split(argument(b, 0));
    return u.term >= 0 && u.term == v.term && u.factor == -v.factor;
  }

  /// a − b for a b that is c·v and an a that is c or c·u, whatever c, if u − v can be mended.
  constexpr position without_common_factor(position a, position b) {
    if (!is(b, operation::multiply)) return -1;
    for (std::size_t k = 0; k != 2; ++k) {
      const position c = argument(b, k), v = argument(b, 1 - k);
      position u = a == c ? number(1) : -1;
      for (std::size_t n = 0; u < 0 && is(a, operation::multiply) && n != 2; ++n) {
        if (argument(a, n) == c) u = argument(a, 1 - n);
      }
      if (const position p = u < 0 ? -1 : difference(u, v); p >= 0) return product(c, p);
    }
    return -1;
  }

  /// tanh(u/2) for σ(u)
  constexpr position half_tanh(position s) { return out_->emit(operation::tanh, product(number(0.5), argument(s, 0))); }

  // ±a·(√(u² + c) − u) = ±a·s·c / (s·√(u² + c) + s·u) for u > 0, else ±(a·√(u² + c) − a·u), which need not overflow
  constexpr position scaled_difference(position a, position w) {
    // the last branch of a difference that has been mended is √(u² + c) − u
    const bool minus = is(w, operation::negate);
    if (minus) w = argument(w, 0);
    if (!is(w, operation::where_less) || !is(argument(w, 3), operation::subtract)) return -1;
    const position root = argument(argument(w, 3), 0), u = argument(argument(w, 3), 1);
    const position c = constant_beside_square(root, u);
    if (c < 0 || is(u, operation::abs) || root_without(u, root, c) != w) return -1;
    const position factor = number(minus ? -value(a) : value(a));
    const position plain = out_->emit(operation::subtract, product(factor, root), multiple(value(factor), u));
    return mirrored_above(value(factor), root, u, c, plain);
  }

  // log(eᵘ + eᵛ) = max(u, v) + softplus(−|u − v|)
  constexpr position log_of_sum(position w) {
    if (!is(w, operation::add)) return -1;
    const position first = argument(w, 0), second = argument(w, 1);
    if (!is(first, operation::exp) || !is(second, operation::exp)) return -1;
    const position u = argument(first, 0), v = argument(second, 0);
    // u − v of equal infinities is no number, but none is needed
    const position below = where_less(v, u, out_->emit(operation::subtract, v, u), number(0));
    const position distance = where_less(u, v, out_->emit(operation::subtract, u, v), below);
    return sum(where_less(u, v, v, u), out_->emit(operation::softplus, distance));
  }

  // u + c·(√(u² + s²) − s) = u · (1 + c·(u / (√(u² + s²) + s))) for |c| < 1
  constexpr position beside_difference(position u, position p) {
    if (is(u, operation::multiply) && !is(p, operation::multiply)) std::swap(u, p);
    if (!is(p, operation::multiply) || !is_number(argument(p, 0)) || !is(argument(p, 1), operation::where_less))
      return -1;
    const double c = value(argument(p, 0));
    const position plain = argument(argument(p, 1), 3);
    if (!(-1 < c && c < 1) || !is(plain, operation::subtract)) return -1;
    const position root = argument(plain, 0), s = argument(plain, 1), square = beside_square(root, s);
    if (square < 0 || !is(square, operation::multiply) || argument(square, 0) != u || argument(square, 1) != u ||
        without_number(root, s, square) != argument(p, 1))
      return -1;
    return product(u, sum(number(1), product(number(c), quotient(u, sum(s, root)))));
  }

  constexpr position twice_sine_squared(double factor, position u) {
    const position s = out_->emit(operation::sin, product(number(0.5), u));
    return product(number(factor), product(s, s));
  }

  [[nodiscard]] constexpr bool is_tanh_of(position p, position u) const {
    return is(p, operation::tanh) && argument(p, 0) == u;
  }

  // u − tanh(u) = u · q · P(q)/Q(q) with q = u² for |u| < 2: the tenth convergent of tanh's continued fraction
  constexpr position without_tanh(position u, position tangent) {
    const position q = product(u, u);
    const position above = polynomial(q, {4583103525, 349188840, 6891885, 42900, 65});
    const position below = polynomial(q, {13749310575, 6547290750, 413513100, 7567560, 45045, 66});
    const position near = product(product(u, q), quotient(above, below));
    return where_less(absolute(u), number(2), near, out_->emit(operation::subtract, u, tangent));
  }
  constexpr position polynomial(position u, std::initializer_list<double> coefficients) {
    position p = -1;
    for (const double* c = coefficients.end(); c != coefficients.begin();) {
      --c;
      p = p < 0 ? number(*c) : sum(number(*c), product(u, p));
    }
    return p;
  }

  /// u if root = √(s² + u) for a number s > 0, else −1.
  [[nodiscard]] constexpr position beside_square(position root, position s) const {
    if (!is(root, operation::sqrt) || !is_number(s) || value(s) <= 0 || !is(argument(root, 0), operation::add))
      return -1;
    const position w = argument(root, 0);
    for (std::size_t k = 0; k != 2; ++k) {
      if (is_number(argument(w, k), value(s) * value(s))) return argument(w, 1 - k);
    }
    return -1;
  }

  // √(s² + u) − s = u / (√(s² + u) + s) for |u| < 3·s²
  constexpr position without_number(position root, position s, position u) {
    const position near = quotient(u, sum(root, s));
    return where_less(absolute(u), number(3 * value(s) * value(s)), near, out_->emit(operation::subtract, root, s));
  }

  /// c if root = √(u² + c), for p = u or p = |u|, else −1. u may be a multiple k·t, and the square k²·t².
  [[nodiscard]] constexpr position constant_beside_square(position root, position p) const {
    if (!is(root, operation::sqrt) || !is(argument(root, 0), operation::add)) return -1;
    const position w = argument(root, 0), u = is(p, operation::abs) ? argument(p, 0) : p;
    for (std::size_t k = 0; k != 2; ++k) {
      const position square = argument(w, k), c = argument(w, 1 - k);
      const bool constant = is_number(c) || is(c, operation::parameter);
      if (constant && is_square_of_multiple(square, u)) return c;
    }
    return -1;
  }

  [[nodiscard]] constexpr bool is_square_of_multiple(position square, position u) const {
    if (!is(square, operation::multiply)) return false;
    const auto is_square = [&](position p, position t) {
      return is(p, operation::multiply) && argument(p, 0) == t && argument(p, 1) == t;
    };
    if (is_square(square, u)) return true;
    const scaled s = split(u), whole = split(square);
    return s.term >= 0 && s.term != u && whole.term >= 0 && whole.factor == s.factor * s.factor &&
           is_square(whole.term, s.term);
  }

  /// k·u, and (k·c)·t for u = c·t
  constexpr position multiple(double k, position u) {
    if (is(u, operation::abs)) {
      const scaled s = split(argument(u, 0));
      const double c = s.factor < 0 ? -s.factor : s.factor;
      return s.term < 0 ? product(number(k), u) : product(number(k * c), absolute(s.term));
    }
    const scaled s = split(u);
    return s.term < 0 ? product(number(k), u) : product(number(k * s.factor), s.term);
  }

  /// a·(√(u² + c) − p) = a·s·c / (s·√(u² + c) + s·p) for p = |u| or p = u > 0, else `other`; an s for which no term
  /// overflows. Where s·p is 0, c may be, too.
  constexpr position mirrored_above(double a, position root, position p, position c, position other) {
    const bool is_size = is(p, operation::abs);
    const double s = scale_beside_root(split(is_size ? argument(p, 0) : p).factor, is_number(c) ? value(c) : 1);
    const position above = is_number(c) ? number(a * s * value(c)) : product(number(a * s), c);
    const position scaled_p = multiple(s, p), below = sum(product(number(s), root), scaled_p);
    if (is_number(c)) return is_size ? quotient(above, below) : where_less(number(0), p, quotient(above, below), other);
    return where_less(number(0), is_size ? below : scaled_p, quotient(above, below), other);
  }

  // √(u² + c) − p for p = |u|, and for p = u > 0
  constexpr position root_without(position p, position root, position c) {
    return mirrored_above(1, root, p, c, out_->emit(operation::subtract, root, p));
  }

  /// d·sign(t) − d·k·(t/√(k²·t² + c)) as d·sign(t) · (1 − k·(|t|/√…)), or −1 if the two are none such.
  constexpr position sign_without_share(position sign, position q) {
    const scaled s = split(sign), ratio = split(q);
    if (s.term < 0 || ratio.term < 0 || !is(s.term, operation::sign) || !is(ratio.term, operation::divide)) return -1;
    const position t = argument(ratio.term, 0), root = argument(ratio.term, 1);
    const double k = ratio.factor / s.factor;
    if (argument(s.term, 0) != t || !(k > 0) || k * s.factor != ratio.factor || !is_root_of_square(root, k * k, t))
      return -1;
    const position share = quotient(absolute(t), root);
    return product(sign, out_->emit(operation::subtract, number(1), k == 1 ? share : product(number(k), share)));
  }

  /// Is it √(a·t² + c) for a constant c?
  [[nodiscard]] constexpr bool is_root_of_square(position root, double a, position t) const {
    if (!is(root, operation::sqrt) || !is(argument(root, 0), operation::add)) return false;
    const position w = argument(root, 0);
    for (std::size_t k = 0; k != 2; ++k) {
      const scaled square = split(argument(w, k));
      const position c = argument(w, 1 - k);
      if ((is_number(c) || is(c, operation::parameter)) && square.factor == a && square.term >= 0 &&
          is(square.term, operation::multiply) && argument(square.term, 0) == t && argument(square.term, 1) == t)
        return true;
    }
    return false;
  }
};

}  // namespace detail

/// The program without differences that cancel, as far as there are rules for them.
constexpr program mend_cancellation(const program& from) {
  const auto may_cancel = [](const instruction& i) {
    return i.op == operation::cos || i.op == operation::tanh || i.op == operation::sigmoid || i.op == operation::sqrt ||
           i.op == operation::log;
  };
  if (from.rules < rewriting::stable || !detail::any_step(from, may_cancel)) return from;
  return detail::written_by(&detail::cancellation_writer::mended, from);
}

}  // namespace ogive
