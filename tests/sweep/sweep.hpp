// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// A subject, a setting and a segment of the floats go in, the greatest errors of the float kernel come out. The fast
// reference judges every point; what it finds worst, or wrong, is judged again in many digits.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "random.hpp"
#include "sweep/judge.hpp"
#include "sweep/subject.hpp"
#include "sweep/zeros.hpp"

namespace ogive::sweep {

/// Digits enough for what cancels between any two floats.
inline constexpr int float_bits = 512;
/// Near a zero an error may be 2e-7 of the terms, where the bound is 4 ULP.
inline constexpr double scale_unit = 2e-7 / 4;

inline constexpr std::uint64_t segments = 64, segment_size = (std::uint64_t{1} << 32U) / segments;

/// What the swept input is, and what stands beside it.
struct setting {
  std::string label;  ///< of what differs from the first setting; empty for that
  std::vector<double> parameters;
  std::size_t swept = 0;       ///< which input runs through the floats
  double other = 0;            ///< the value of the other input, or, for NaN, random ones
  std::uint64_t thinning = 1;  ///< so many times fewer points than the first setting has
};

inline std::vector<setting> settings_of(const subject& s) {
  const std::vector<double> initial = s.initial_values();
  constexpr double random = std::numeric_limits<double>::quiet_NaN();
  std::vector<setting> all{{"", initial, 0, 0.5, 1}};
  if (!s.parameters.empty()) all.push_back({"other parameters", s.other_values(), 0, 0.5, 16});
  if (s.inputs == 2) {
    all.push_back({"y = -3.1", initial, 0, static_cast<double>(-3.1F), 16});
    all.push_back({"random y", initial, 0, random, 4});
    all.push_back({"random x", initial, 1, random, 4});
  }
  return all;
}

/// The greatest error of a result.
struct finding {
  double worst = 0;  ///< in ULP; near a zero in scale_unit of the terms, if that is less
  double x = 0, y = 0;
  double plain = 0;  ///< in ULP throughout
  double plain_x = 0;
  double first = std::numeric_limits<double>::infinity(), last = -first;  ///< the least and the greatest x beyond it
  std::uint64_t points = 0, over = 0, near_zero = 0;  ///< all; beyond the bound; within it by the terms alone

  void see(double error, const double* at, std::size_t inputs) {
    if (!(error > worst)) return;
    worst = error;
    x = at[0];
    if (inputs == 2) y = at[1];
  }
  void enter_bound(double error, double bound, double at) {
    if (!(error > bound)) return;
    ++over;
    first = std::min(first, at), last = std::max(last, at);
  }
  void merge(const finding& f) {
    if (f.worst > worst) worst = f.worst, x = f.x, y = f.y;
    if (f.plain > plain) plain = f.plain, plain_x = f.plain_x;
    first = std::min(first, f.first), last = std::max(last, f.last);
    points += f.points, over += f.over, near_zero += f.near_zero;
  }
};

/// A subject in a setting, ready to be swept.
class sweeper {
 public:
  sweeper(const subject& s, setting at) : subject_(&s), setting_(std::move(at)) {
    narrow_.assign(setting_.parameters.begin(), setting_.parameters.end());
    for (std::size_t r = 0; r != s.results.size() && !s.elementary; ++r) {
      zeros_.emplace_back([&](const double* x, double* y, std::size_t n) {
        std::vector<std::vector<double>> in(s.inputs, std::vector<double>(n)), out(s.results.size(), in[0]);
        in[setting_.swept].assign(x, x + n);
        if (s.inputs == 2) put_others(in, n, 0);
        run(s.reference, in, out, n, setting_.parameters.data());
        std::copy(out[r].begin(), out[r].end(), y);
      });
    }
  }

  /// One float of each stride of a segment, at a random place in it.
  [[nodiscard]] std::vector<finding> sweep(std::uint64_t segment, std::uint64_t stride) const {
    stride *= setting_.thinning;
    state s(*subject_);
    const std::uint64_t end = (segment + 1) * segment_size;
    for (std::uint64_t first = segment * segment_size; first < end; first += block * stride) {
      const std::size_t n = std::min<std::uint64_t>(block, (end - first + stride - 1) / stride);
      float* const x = s.in[setting_.swept].data();
      for (std::size_t i = 0; i != n; ++i) {
        const std::uint64_t place = first + i * stride;
        const std::uint64_t within = stride == 1 ? 0 : mixed(place) % std::min(stride, end - place);
        x[i] = std::bit_cast<float>(static_cast<std::uint32_t>(place + within));
      }
      if (subject_->inputs == 2) put_others(s.in, n, first);
      widen(s, n);
      judge_block(s, n);
    }
    return judge_again(s);
  }

  /// The reference against many digits, at random points: its greatest error in ULP of float.
  [[nodiscard]] std::vector<finding> check_reference(std::size_t points, std::uint64_t seed) const {
    state s(*subject_);
    for (std::size_t done = 0; done < points; done += block) {
      const std::size_t n = std::min(block, points - done);
      for (std::size_t i = 0; i != n; ++i) {
        const std::uint64_t random = mixed(seed + done + i);
        float x = std::bit_cast<float>(static_cast<std::uint32_t>(random));
        if (i % 2 == 0 || !std::isfinite(x))
          x = static_cast<float>(subject_->low +
                                 (subject_->high - subject_->low) * 0x1p-53 * static_cast<double>(random >> 11U));
        s.in[setting_.swept][i] = x;
      }
      if (subject_->inputs == 2) put_others(s.in, n, seed + done);
      widen(s, n);
      run(subject_->reference, s.wide, s.reference, n, setting_.parameters.data());
      for (std::size_t r = 0; r != s.reference.size(); ++r) {
        s.findings[r].points += n;
        for (std::size_t i = 0; i != n; ++i) {
          const std::vector<double> at = point(s, i);
          if (std::abs(at[0]) > subject_->exact_up_to) continue;
          s.findings[r].see(error_of_reference(r, at, s.reference[r][i]), at.data(), at.size());
        }
      }
    }
    return s.findings;
  }

  /// The error of a float result in many digits, forgiving what cancels near a zero.
  [[nodiscard]] double exact_error(std::size_t r, const std::vector<double>& at, float computed) const {
    const multiprecision<float_bits> exact =
        exact_value<float_bits>(subject_->exact[r], at.data(), at.size(), setting_.parameters);
    const double error = error_in_ulp(computed, exact);
    if (!may_cancel(r, at)) return error;
    const double off = std::abs(static_cast<double>(multiprecision<float_bits>(static_cast<double>(computed)) - exact));
    return forgiven(error, off, scales(r, {at})[0]);
  }

 private:
  static constexpr std::size_t block = 4096, judged_again = 64;

  struct suspect {
    double error;
    std::vector<double> at;
    float computed;
  };
  struct state {
    explicit state(const subject& s)
        : in(s.inputs, std::vector<float>(block)),
          out(s.results.size(), std::vector<float>(block)),
          wide(s.inputs, std::vector<double>(block)),
          reference(s.results.size(), std::vector<double>(block)),
          errors(block),
          findings(s.results.size()),
          suspects(s.results.size()) {}
    std::vector<std::vector<float>> in, out;
    std::vector<std::vector<double>> wide, reference;
    std::vector<float> errors;
    std::vector<finding> findings;
    std::vector<std::vector<suspect>> suspects;
  };

  const subject* subject_;
  setting setting_;
  std::vector<float> narrow_;
  std::vector<zero_map> zeros_;

  /// What stands beside the swept input.
  template <class T>
  void put_others(std::vector<std::vector<T>>& in, std::size_t n, std::uint64_t seed) const {
    for (std::size_t i = 0; i != n; ++i) {
      double other = setting_.other;
      if (std::isnan(other)) {
        const std::uint64_t random = mixed(~(seed + i));
        const double size = std::exp2(static_cast<double>(random >> 48U) / 0x1p16 * 24 - 18);
        other = (random & 1U) != 0 ? -size : size;
      }
      in[1 - setting_.swept][i] = static_cast<T>(static_cast<float>(other));
    }
  }

  static void widen(state& s, std::size_t n) {
    for (std::size_t k = 0; k != s.in.size(); ++k) std::copy_n(s.in[k].begin(), n, s.wide[k].begin());
  }

  template <class T>
  static void run(const pass<T>& kernel, const std::vector<std::vector<T>>& in, std::vector<std::vector<T>>& out,
                  std::size_t n, const T* parameters) {
    std::vector<const T*> from;
    std::vector<T*> to;
    for (const auto& c : in) from.push_back(c.data());
    for (auto& c : out) to.push_back(c.data());
    kernel(from.data(), to.data(), n, parameters);
  }

  [[nodiscard]] std::vector<double> point(const state& s, std::size_t i) const {
    std::vector<double> at;
    for (const auto& c : s.wide) at.push_back(c[i]);
    return at;
  }

  [[nodiscard]] bool may_cancel(std::size_t r, const std::vector<double>& at) const {
    return !zeros_.empty() && zeros_[r].near_zero(at[setting_.swept]);
  }

  /// The error as it counts near a zero: in ULP, or in scale_unit of the terms, if that is less.
  static double forgiven(double error, double off, double scale) {
    const double of_terms = off / (scale * scale_unit);
    return of_terms < error ? of_terms : error;
  }

  [[nodiscard]] std::vector<double> scales(std::size_t r, const std::vector<std::vector<double>>& at) const {
    std::vector<std::vector<double>> columns(subject_->inputs, std::vector<double>(at.size()));
    for (std::size_t i = 0; i != at.size(); ++i)
      for (std::size_t k = 0; k != columns.size(); ++k) columns[k][i] = at[i][k];
    return steps<double>(subject_->exact[r], columns, setting_.parameters).scale();
  }

  void judge_block(state& s, std::size_t n) const {
    run(subject_->of_float, s.in, s.out, n, narrow_.data());
    run(subject_->reference, s.wide, s.reference, n, setting_.parameters.data());
    for (std::size_t r = 0; r != s.out.size(); ++r) {
      finding& f = s.findings[r];
      f.points += n;
      const double greatest =
          static_cast<double>(errors_in_ulp(s.out[r].data(), s.reference[r].data(), s.errors.data(), n));
      if (greatest <= std::min(f.worst, subject_->bound)) continue;
      std::vector<std::vector<double>> cancelling;
      std::vector<std::size_t> places;
      for (std::size_t i = 0; i != n; ++i) {
        const auto error = static_cast<double>(s.errors[i]);
        if (error <= std::min(f.worst, subject_->bound)) continue;
        const std::vector<double> at = point(s, i);
        if (error > f.plain) f.plain = error, f.plain_x = at[0];
        if (error > subject_->bound && may_cancel(r, at)) {
          cancelling.push_back(at);
          places.push_back(i);
        } else {
          count(s, r, i, error, at);
        }
      }
      if (places.empty()) continue;
      const std::vector<double> scale = scales(r, cancelling);
      for (std::size_t k = 0; k != places.size(); ++k) {
        const std::size_t i = places[k];
        const double off = std::abs(static_cast<double>(s.out[r][i]) - s.reference[r][i]);
        const double error = forgiven(static_cast<double>(s.errors[i]), off, scale[k]);
        f.near_zero += error <= subject_->bound;
        count(s, r, i, error, cancelling[k]);
      }
    }
  }

  /// Enters an error; what is greater than all before, or beyond the bound, is judged again later.
  void count(state& s, std::size_t r, std::size_t i, double error, const std::vector<double>& at) const {
    finding& f = s.findings[r];
    const bool beyond = error > subject_->bound;
    f.enter_bound(error, subject_->bound, at[0]);
    if (!beyond && error <= f.worst) return;
    f.see(error, at.data(), at.size());
    std::vector<suspect>& list = s.suspects[r];
    list.push_back({error, at, s.out[r][i]});
    if (list.size() < 64 * judged_again) return;
    keep_worst(list);
  }

  static void keep_worst(std::vector<suspect>& list) {
    std::stable_sort(list.begin(), list.end(), [](const suspect& a, const suspect& b) { return a.error > b.error; });
    if (list.size() > judged_again) list.resize(judged_again);
  }

  [[nodiscard]] std::vector<finding> judge_again(state& s) const {
    for (std::size_t r = 0; r != s.findings.size(); ++r) {
      finding& f = s.findings[r];
      keep_worst(s.suspects[r]);
      const bool all = f.over <= s.suspects[r].size();
      double worst = 0;
      finding again;
      for (const suspect& p : s.suspects[r]) {
        if (again.points != 0 && p.error <= subject_->bound) break;  // one is enough where all is well
        ++again.points;
        const bool has_value = std::all_of(p.at.begin(), p.at.end(), [](double v) { return std::isfinite(v); }) &&
                               std::abs(p.at[0]) <= subject_->exact_up_to;
        const double error = has_value ? exact_error(r, p.at, p.computed) : p.error;
        if (p.error > subject_->bound && error <= subject_->bound) --f.over;
        again.see(error, p.at.data(), p.at.size());
        worst = std::max(worst, error);
      }
      // where some are not judged again, the fast reference has the last word on them
      if (all || worst > subject_->bound) f.worst = again.worst, f.x = again.x, f.y = again.y;
    }
    return s.findings;
  }

  [[nodiscard]] double error_of_reference(std::size_t r, const std::vector<double>& at, double reference) const {
    const multiprecision<float_bits> exact =
        exact_value<float_bits>(subject_->exact[r], at.data(), at.size(), setting_.parameters);
    if (std::isnan(reference) || mpfr_nan_p(exact.get()))
      return std::isnan(reference) && mpfr_nan_p(exact.get()) ? 0 : std::numeric_limits<double>::infinity();
    // beyond the range of floats only the side matters
    const auto limited = [](double v) { return std::clamp(v, -0x1p129, 0x1p129); };
    const double off = mpfr_cmpabs_ui(exact.get(), 0) != 0 && std::abs(limited(reference)) < 0x1p129
                           ? std::abs(static_cast<double>(multiprecision<float_bits>(reference) - exact))
                           : std::abs(limited(reference) - limited(static_cast<double>(exact)));
    const double size = std::clamp(std::abs(static_cast<double>(exact)), 0x1p-126, 0x1p127);
    const double error = off / std::ldexp(1.0, std::ilogb(size) - 23);
    return may_cancel(r, at) ? forgiven(error, off, scales(r, {at})[0]) : error;
  }
};

}  // namespace ogive::sweep
