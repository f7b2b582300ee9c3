// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Pieces of a page as text: charts in SVG, images as pixels, HTML with everything escaped. No piece refers to anything
// outside of the page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mnist::drawing {

/// Text as HTML shows it.
std::string escaped(std::string_view text);

/// A number in few digits: 0.0123, 1.2e-05.
std::string figure(double value, int digits = 4);

/// Points of a line; those that are not finite leave a gap.
struct series {
  std::string name{};
  std::vector<double> x{}, y{};
};

struct chart {
  std::string title{};
  std::string x_label{};
  bool is_logarithmic = false;  ///< the y axis; what is not above 0 is left out
  bool has_zero_lines = false;  ///< the axes x = 0 and y = 0
  double percent = 1;           ///< the y axis shows values times this
  std::string unit{};
};

/// Lines with their names at the right end.
std::string line_chart(const chart& how, std::span<const series> all);

/// Places on an axis from low to high, round numbers, about `count`.
std::vector<double> ticks(double low, double high, std::size_t count);

/// A table of counts, rows are labels; what is off the diagonal is coloured by its share of the row.
std::string confusion_matrix(const std::vector<std::vector<std::size_t>>& counts);

/// A grey image, one square for each pixel.
std::string pixels(std::span<const std::uint8_t> image, std::size_t height, std::size_t width);

/// A whole page around its body.
std::string page(const std::string& title, const std::string& body);

}  // namespace mnist::drawing
