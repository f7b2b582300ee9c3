// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// What is done to labelled rows before a network sees them: standardised, split, gathered.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <catch2/catch.hpp>

#include <ogive/nn/dataset.hpp>
#include <ogive/nn/matrix.hpp>

#include "messages.hpp"

namespace {

namespace nn = ogive::nn;

nn::labelled_rows<std::uint8_t> some_rows(std::size_t count) {
  nn::labelled_rows<std::uint8_t> rows;
  rows.columns = 5;
  rows.classes = 3;
  rows.scale = 1.0 / 255;
  for (std::size_t i = 0; i != count; ++i) {
    rows.labels.push_back(static_cast<std::uint8_t>(i % 3));
    for (std::size_t j = 0; j != rows.columns; ++j) rows.elements.push_back(static_cast<std::uint8_t>(i * i + 40 * j));
  }
  return rows;
}

}  // namespace

TEST_CASE("dataset: standardised, a network sees numbers of mean 0 and variance 1", "[nn][dataset]") {
  nn::image_sets sets{some_rows(30), some_rows(7)};
  nn::standardise(sets);
  const auto& rows = sets.train;
  CHECK(sets.test.scale == rows.scale);
  CHECK(sets.test.shift == rows.shift);
  nn::matrix<double> x(30, 5);
  std::vector<std::uint8_t> labels(30);
  std::vector<std::uint32_t> order(30);
  for (std::size_t i = 0; i != order.size(); ++i) order[i] = static_cast<std::uint32_t>(29 - i);
  rows.gather(order, x.view(), std::span(labels));
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i != 30; ++i) {
    CHECK(labels[i] == (29 - i) % 3);
    for (std::size_t j = 0; j != 5; ++j) sum += x(i, j), squares += x(i, j) * x(i, j);
  }
  CHECK(sum / 150 == Approx(0).margin(1e-12));
  CHECK(squares / 150 == Approx(1).epsilon(1e-12));
}

TEST_CASE("dataset: where all elements are equal standardising stays finite", "[nn][dataset]") {
  nn::labelled_rows<std::uint8_t> rows{.elements = {7, 7, 7, 7}, .labels = {0, 1}, .columns = 2, .classes = 2};
  nn::standardise(rows);
  CHECK(rows.scale * 7 + rows.shift == 0);
  nn::labelled_rows<std::uint8_t> none;
  says(message_of([&] { nn::standardise(none); }), {"ogive::nn::standardise", "no elements", "at least one row"});
}

TEST_CASE("dataset: pooled, each pixel is the mean of a square", "[nn][dataset]") {
  nn::labelled_rows<std::uint8_t> images{.elements = {}, .labels = {0, 1, 2}, .columns = 4 * 6, .classes = 3};
  for (std::size_t k = 0; k != 3 * 4 * 6; ++k) images.elements.push_back(static_cast<std::uint8_t>(k * k * 37));
  const auto pixel = [&](std::size_t image, std::size_t row, std::size_t column) {
    return static_cast<double>(images.elements[image * 24 + row * 6 + column]);
  };
  auto pooled = images;
  nn::average_pool(pooled, 4, 6, 2);
  REQUIRE(pooled.columns == 2 * 3);
  REQUIRE(pooled.elements.size() == 3 * 6);
  CHECK(pooled.labels == images.labels);
  for (std::size_t k = 0; k != pooled.elements.size(); ++k) {
    const std::size_t image = k / 6, row = 2 * (k % 6 / 3), column = 2 * (k % 3);
    const double mean = (pixel(image, row, column) + pixel(image, row, column + 1) + pixel(image, row + 1, column) +
                         pixel(image, row + 1, column + 1)) /
                        4;
    CAPTURE(k);
    CHECK(pooled.elements[k] == static_cast<std::uint8_t>(mean + 0.5));
  }
  auto same = images;
  nn::average_pool(same, 4, 6, 1);
  CHECK(same.elements == images.elements);
  for (const std::size_t side : {0U, 3U, 4U})
    says(message_of([&] { nn::average_pool(same, 4, 6, side); }), {"ogive::nn::average_pool", "4 x 6", "divides both"});
  says(message_of([&] { nn::average_pool(same, 4, 8, 2); }), {"4 x 8", "rows of 24 elements"});
}

TEST_CASE("dataset: the last rows become a set of their own", "[nn][dataset]") {
  const auto all = some_rows(10);
  for (const std::size_t count : {0U, 3U, 10U}) {
    auto kept = all;
    const auto off = nn::split_off(kept, count);
    CAPTURE(count);
    CHECK(kept.rows() == 10 - count);
    CHECK(off.rows() == count);
    CHECK(off.columns == all.columns);
    CHECK(off.classes == all.classes);
    CHECK(off.scale == all.scale);
    auto joined = kept;
    joined.elements.insert(joined.elements.end(), off.elements.begin(), off.elements.end());
    joined.labels.insert(joined.labels.end(), off.labels.begin(), off.labels.end());
    CHECK(joined.elements == all.elements);
    CHECK(joined.labels == all.labels);
  }
  auto kept = all;
  says(message_of([&] { (void)nn::split_off(kept, 11); }), {"ogive::nn::split_off", "11 rows of 10", "at most all"});
}
