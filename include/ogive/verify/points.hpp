// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 5, verify. A formula goes in, the points at which it is checked come out: a grid from 0 to the extremes, and
// the kinks, which are found from the ways that its choices go.
#pragma once

#include <cstddef>
#include <cstdint>

#include <ogive/verify/differences.hpp>

namespace ogive::detail {

/// A formula as it was written, with values for its parameters: what is evaluated in reference numbers.
struct written_formula {
  program_view code;
  std::size_t inputs;
  std::size_t parameter_count;
  const double* parameters;
};

/// An input's or a parameter's place among a formula's symbols: inputs first.
using symbol_place = std::size_t;

/// A formula at a point of one element.
class written_point {
 public:
  constexpr written_point(const written_formula& f, const double* inputs) : run_(f.code, 1), inputs_(f.inputs) {
    for (std::size_t k = 0; k != f.inputs; ++k) symbols_.push_back(inputs[k]);
    for (std::size_t k = 0; k != f.parameter_count; ++k) symbols_.push_back(f.parameters[k]);
    run();
  }
  [[nodiscard]] constexpr const estimate& value(std::size_t result) const { return run_.result(result); }

 protected:
  reference_run run_;
  list<real> symbols_;
  std::size_t inputs_;

  constexpr void run() { run_.run(symbols_.data(), symbols_.data() + inputs_); }
};

/// A formula on a line through a point, along one of its symbols.
class line : written_point {
 public:
  constexpr line(const written_point& through, symbol_place along, std::size_t result = 0)
      : written_point(through), along_(along), result_(result), start_(symbols_[along]) {
    const bool is_input = along < inputs_;
    run_.move_only(is_input ? operation::input : operation::parameter, is_input ? along : along - inputs_);
  }

  constexpr sample operator()(real offset) {
    symbols_[along_] = start_ + offset;
    run();
    return {run_.result(result_), run_.way()};
  }
  [[nodiscard]] constexpr real start() const { return start_; }

  /// How the choices went when a sample was last taken.
  [[nodiscard]] constexpr const reference_run& last() const { return run_; }

  [[nodiscard]] constexpr slopes derivative() { return slopes_at(*this, start_); }

  /// The range of the derivatives of all pieces that meet at a place where several choices tie.
  constexpr void widen_to_pieces(slopes& d) {
    (*this)(0);
    const list<std::size_t> ties = run_.ties();
    for (unsigned ways = 0; ties.size() > 1 && ties.size() < 5 && ways != 1U << ties.size(); ++ways) {
      line piece = *this;
      piece.run_.extend_pieces(ties, ways);
      d.widen(piece.derivative().left);
    }
  }

 private:
  symbol_place along_;
  std::size_t result_;
  real start_;
};

/// What the other inputs are while one runs along a line.
constexpr double elsewhere(std::size_t input) {
  constexpr double values[] = {0.84375, -1.28125, 1.59375, -0.40625};
  return values[input % 4];
}

/// Sizes at which nothing is special, so that a derivative is not 0 there by accident; both signs are checked, and 0.
inline constexpr double grid_sizes[] = {0x1p-100, 0x1.4p-20, 0.0097, 0.131, 0.377, 0.713,   1.137,
                                        1.873,    2.711,     3.917,  5.327, 7.793, 11.39,   16.93,
                                        23.17,    39.71,     71.9,   127.3, 713.9, 10007.3, 1.07e10};
inline constexpr std::size_t grid_half = sizeof grid_sizes / sizeof *grid_sizes;
inline constexpr std::size_t grid_size = 2 * grid_half + 1;

/// The grid in ascending order.
constexpr double grid_point(std::size_t i) {
  return i < grid_half ? -grid_sizes[grid_half - 1 - i] : i == grid_half ? 0.0 : grid_sizes[i - grid_half - 1];
}

/// The grid in the order in which a reader likes to see findings: ordinary places first.
constexpr double outward_point(std::size_t i) {
  if (i == grid_size - 1) return 0;
  const double size = grid_sizes[(i / 2 + 5) % grid_half];
  return i % 2 == 0 ? size : -size;
}

/// How far beside a kink the pieces are checked: beyond the rounding of what is compared there.
constexpr double beside(double kink) { return (kink > 1e-3 ? kink : kink < -1e-3 ? -kink : 1e-3) * 0x1p-40; }

/// The kinks on a line, ascending.
struct kink_list {
  static constexpr std::size_t most = 32;
  double at[most] = {};
  bool is_tie[most] = {};  // is there a number at which the sides of a comparison are equal?
  std::size_t size = 0;

  constexpr void add(double place, bool tie) {
    if (size != most) at[size] = place, is_tie[size++] = tie;
  }
  /// The kinks of the next stretch; one at the seam is known already.
  constexpr void append(const kink_list& next) {
    for (std::size_t k = 0; k != next.size; ++k) {
      if (size == 0 || at[size - 1] + beside(at[size - 1]) < next.at[k]) add(next.at[k], next.is_tie[k]);
    }
  }
};

/// A place on a line and how the choices go there.
struct way_mark {
  double place = 0;
  std::uint64_t way = 0;
  list<real> margins;
};

constexpr way_mark mark(line& f, double place) {
  const std::uint64_t way = f(real(place) - f.start()).way;
  return {place, way, f.last().margins()};
}

/// Where the first choice that differs between two marks would turn if its margin were a straight line; strictly
/// between them, or the middle if there is no such choice.
constexpr double straight_crossing(const way_mark& low, const way_mark& high) {
  const double width = high.place - low.place, middle = low.place + width / 2;
  for (std::size_t k = 0; k != low.margins.size(); ++k) {
    const real l = low.margins[k], h = high.margins[k];
    if (!precise::is_finite(l) || !precise::is_finite(h) || (l < 0) == (h < 0)) continue;
    const auto crossing = static_cast<double>(real(low.place) + real(width) * (l / (l - h)));
    const auto next_to = [](double v) { return 0x1p-99 + (v < 0 ? -v : v) * 0x1p-52; };
    if (crossing <= low.place) return low.place + next_to(low.place);
    return crossing >= high.place ? high.place - next_to(high.place) : crossing;
  }
  return middle;
}

/// The first kink between two marks of different ways, to the last bit; returns a mark behind it.
constexpr way_mark find_kink(line& f, way_mark low, way_mark high, kink_list& kinks) {
  for (int step = 1;; ++step) {
    double between = low.place + (high.place - low.place) / 2;
    if (!(low.place < between && between < high.place) || high.place - low.place < 0x1p-98) break;
    if (step % 4 != 0) between = straight_crossing(low, high);
    if (!(low.place < between && between < high.place)) continue;
    const way_mark found = mark(f, between);
    (found.way == low.way ? low : high) = found;
  }
  // `high` is the first number of another way: a tie if what is behind it goes yet another way
  const way_mark behind = mark(f, high.place + beside(high.place));
  kinks.add(high.place, behind.way != high.way);
  return behind;
}

/// The kinks of a line between ascending places, at most four between two of them.
template <class Place>
constexpr kink_list kinks_on(line f, Place place, std::size_t count) {
  kink_list kinks;
  way_mark before = mark(f, place(0));
  for (std::size_t i = 1; i != count; ++i) {
    const way_mark here = mark(f, place(i));
    for (int found = 0; found != 4 && before.place < here.place && before.way != here.way; ++found)
      before = find_kink(f, before, here, kinks);
    if (before.place < here.place) before = here;
  }
  return kinks;
}

}  // namespace ogive::detail
