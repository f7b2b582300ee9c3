// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// A curve goes in, an SVG drawn by gnuplot comes out. It ends in a comment with samples of the curve, by which a plot
// that is no longer of its formula is noticed without gnuplot.
#pragma once

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

#include "curve.hpp"

namespace ogive::document {

/// f and f' at −4, −3½ … 4.
inline column plot_samples(const curve& f) {
  column samples;
  for (int k = -8; k <= 8; ++k) {
    samples.push_back(f.value(k / 2.0L));
    samples.push_back(f.slope(k / 2.0L));
  }
  return samples;
}

inline constexpr const char* samples_mark = "<!-- f and f' at x = -4, -3.5 ... 4:";

/// The samples that an SVG says it shows; none if there is no such file.
inline column drawn_samples(const std::filesystem::path& svg) {
  std::ifstream file(svg);
  std::stringstream all;
  all << file.rdbuf();
  const std::string text = all.str(), mark = samples_mark;
  column samples;
  if (const std::size_t at = text.find(mark); at != std::string::npos) {
    std::istringstream numbers(text.substr(at + mark.size()));
    for (real v; numbers >> v;) samples.push_back(v);
  }
  return samples;
}

inline bool is_drawn(const curve& f, const std::filesystem::path& svg) {
  const column expected = plot_samples(f), drawn = drawn_samples(svg);
  if (drawn.size() != expected.size()) return false;
  for (std::size_t k = 0; k != drawn.size(); ++k) {
    if (!(std::abs(drawn[k] - expected[k]) <= 1e-3L * (1 + std::abs(expected[k])))) return false;
  }
  return true;
}

/// f and f' as gnuplot's data: a line ends at each kink, where two points stand, one on either side.
inline std::string plot_data(const curve& f, const std::vector<kink>& kinks, real& low, real& high) {
  constexpr int points = 200;
  std::ostringstream data;
  const auto put = [&](real x) {
    const real value = f.value(x), slope = f.slope(x);
    low = std::min({low, value, slope}), high = std::max({high, value, slope});
    data << short_number(x) << ' ' << short_number(value) << ' ' << short_number(slope) << '\n';
  };
  auto next = kinks.begin();
  for (int k = 0; k <= points; ++k) {
    const real x = curve::reach * (2 * k - points) / points;
    bool is_kink = false;
    for (; next != kinks.end() && next->x <= x; ++next) {
      if (next->x < -curve::reach || next->is_smooth()) continue;
      put(next->x - kink::beside);
      data << '\n';
      put(next->x + kink::beside);
      is_kink = next->x == x;
    }
    if (!is_kink) put(x);
  }
  return data.str();
}

/// Draws by a gnuplot that is running. Colours are of middle lightness, the ground is transparent: the plot reads on
/// white and on black.
inline void draw(std::FILE* gnuplot, const curve& f, const std::vector<kink>& kinks, const std::string& svg) {
  real low = 0, high = 0;
  const std::string data = plot_data(f, kinks, low, high);
  low = std::max(low, -curve::reach), high = std::min(high, curve::reach + 1);
  const real margin = 0.06L * (high - low);
  std::fprintf(gnuplot, "$data << END\n%sEND\n", data.c_str());
  std::fprintf(gnuplot, "set output '%s'\n", svg.c_str());
  std::fprintf(gnuplot, "set yrange [%s:%s]\n", short_number(low - margin).c_str(),
               short_number(high + margin).c_str());
  const real range = high - low;
  std::fprintf(gnuplot, "set ytics %s\nset ytics add ('' 0)\n",
               range > 5      ? "2"
               : range > 2.2L ? "1"
               : range > 1    ? "0.5"
                              : "0.25");
  std::fputs(
      "plot $data using 1:2 with lines linecolor '#3b82f6' linewidth 2 title 'f', "
      "'' using 1:3 with lines linecolor '#e8833a' linewidth 2 title 'f′'\n",
      gnuplot);
}

/// What all plots have in common.
inline constexpr const char* plot_style =
    "set encoding utf8\n"
    "set terminal svg size 340,230 dynamic font 'Helvetica,11'\n"
    "set border 0 linecolor '#8a94a0'\n"
    "set zeroaxis linetype 1 linecolor '#8a94a0' linewidth 0.8\n"
    "set xtics axis nomirror scale 0.4 textcolor '#8a94a0' (-4, -2, 2, 4)\n"
    "set ytics axis nomirror scale 0.4 textcolor '#8a94a0'\n"
    "set xrange [-4:4]\n"
    "set lmargin 1\nset rmargin 1\nset bmargin 0.5\n"
    "set key above samplen 2 textcolor '#8a94a0'\n";

inline void put_samples(const curve& f, const std::filesystem::path& svg) {
  std::ofstream file(svg, std::ios::app);
  file << samples_mark;
  for (const real v : plot_samples(f)) file << ' ' << short_number(v, 4);
  file << " -->\n";
}

}  // namespace ogive::document
