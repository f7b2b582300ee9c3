// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The register-blocked products against a plain loop, for every remainder of rows, columns and depth.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include <ogive/nn/matrix.hpp>
#include <ogive/nn/product.hpp>
#include <ogive/nn/random.hpp>

namespace {

namespace nn = ogive::nn;

template <class T>
nn::matrix<T> filled(std::size_t rows, std::size_t columns, nn::generator& random) {
  nn::matrix<T> result(rows, columns);
  for (std::size_t i = 0; i != rows; ++i) {
    for (std::size_t j = 0; j != columns; ++j) result(i, j) = static_cast<T>(2 * random.uniform() - 1);
  }
  return result;
}

/// An epilogue that stores, and counts how often it gets each place.
template <class T>
struct recorder {
  nn::matrix<T> result;
  std::vector<int> calls;

  recorder(std::size_t rows, std::size_t columns) : result(rows, columns), calls(result.storage_size(), 0) {}

  void operator()(const nn::tile_view<T>& tile) {
    tile.for_each([&](std::size_t row, std::size_t column, ogive::detail::native_batch<T> value) {
      ogive::detail::store(&result(row, column), value);
      ++calls[row * result.stride() + column];
    });
  }

  [[nodiscard]] bool each_batch_once() const {
    constexpr std::size_t width = ogive::detail::lanes<ogive::detail::native_batch<T>>;
    for (std::size_t i = 0; i != calls.size(); ++i) {
      if (calls[i] != (i % width == 0 ? 1 : 0)) return false;
    }
    return true;
  }
};

/// The greatest |result − expected|, with the padding expected to be 0.
template <class T, class Expected>
double distance(const nn::matrix<T>& result, Expected&& expected) {
  double worst = 0;
  for (std::size_t i = 0; i != result.rows(); ++i) {
    for (std::size_t j = 0; j != result.stride(); ++j) {
      const double wanted = j < result.columns() ? expected(i, j) : 0.0;
      worst = std::max(worst, std::abs(static_cast<double>(result(i, j)) - wanted));
    }
  }
  return worst;
}

template <class T>
void check_products(std::size_t batch, std::size_t in, std::size_t out) {
  CAPTURE(batch, in, out);
  nn::generator random(batch * 10007 + in * 101 + out);
  const nn::matrix<T> x = filled<T>(batch, in, random);
  const nn::matrix<T> w = filled<T>(in, out, random);
  const nn::matrix<T> bias = filled<T>(1, out, random);
  const nn::matrix<T> d = filled<T>(batch, out, random);
  const double tolerance = (sizeof(T) == 8 ? 1e-15 : 5e-7) * static_cast<double>(in + batch + 1);

  const auto forward = nn::multiply<T>(x.view(), w.view(), bias.data(), recorder<T>(batch, out));
  CHECK(forward.each_batch_once());
  CHECK(distance(forward.result, [&](std::size_t i, std::size_t j) {
          double sum = static_cast<double>(bias(0, j));
          for (std::size_t k = 0; k != in; ++k) sum += static_cast<double>(x(i, k)) * static_cast<double>(w(k, j));
          return sum;
        }) < tolerance);

  const auto gradient = nn::multiply_transposed<T>(x.view(), d.view(), recorder<T>(in, out));
  CHECK(gradient.each_batch_once());
  CHECK(distance(gradient.result, [&](std::size_t i, std::size_t j) {
          double sum = 0;
          for (std::size_t k = 0; k != batch; ++k) sum += static_cast<double>(x(k, i)) * static_cast<double>(d(k, j));
          return sum;
        }) < tolerance);

  nn::matrix<T> transposed(out, in);
  nn::transpose<T>(w.view(), nn::panel_view<T>(transposed.view()), 0, in);
  const auto below = nn::multiply<T>(d.view(), std::as_const(transposed).view(), nullptr, recorder<T>(batch, in));
  CHECK(below.each_batch_once());
  CHECK(distance(below.result, [&](std::size_t i, std::size_t j) {
          double sum = 0;
          for (std::size_t k = 0; k != out; ++k) sum += static_cast<double>(d(i, k)) * static_cast<double>(w(j, k));
          return sum;
        }) < tolerance);
}

}  // namespace

TEMPLATE_TEST_CASE("product: every remainder equals the plain loop", "[nn][product]", float, double) {
  constexpr std::size_t rows = nn::detail::tile_shape<TestType>::rows;
  constexpr std::size_t columns = nn::detail::tile_shape<TestType>::columns;
  for (std::size_t batch = 1; batch <= 2 * rows + 1; ++batch) check_products<TestType>(batch, 5, 3);
  for (std::size_t in = 1; in <= 2 * rows + 1; ++in) check_products<TestType>(3, in, columns + 1);
  for (std::size_t out = 1; out <= 2 * columns + 1; ++out) check_products<TestType>(rows + 1, 7, out);
}

TEST_CASE("product: the shapes of MNIST", "[nn][product]") {
  check_products<float>(32, 784, 128);
  check_products<float>(32, 128, 10);
  check_products<float>(17, 784, 100);
}

TEST_CASE("product: an element does not depend on its place or on the batch", "[nn][product]") {
  nn::generator random(5);
  const nn::matrix<float> x = filled<float>(19, 50, random);
  const nn::matrix<float> w = filled<float>(50, 70, random);
  const auto whole = nn::multiply<float>(x.view(), w.view(), nullptr, recorder<float>(19, 70));
  for (std::size_t rows = 1; rows < 19; ++rows) {
    const auto part = nn::multiply<float>(x.first_rows(rows), w.view(), nullptr, recorder<float>(rows, 70));
    for (std::size_t i = 0; i != rows; ++i) {
      for (std::size_t j = 0; j != 70; ++j) REQUIRE(part.result(i, j) == whole.result(i, j));
    }
  }
}

TEST_CASE("product: NaN and infinity reach exactly the elements that depend on them", "[nn][product]") {
  nn::generator random(6);
  nn::matrix<float> x = filled<float>(9, 20, random);
  const nn::matrix<float> w = filled<float>(20, 33, random);
  x(4, 7) = std::nanf("");
  const auto forward = nn::multiply<float>(std::as_const(x).view(), w.view(), nullptr, recorder<float>(9, 33));
  for (std::size_t i = 0; i != 9; ++i) {
    for (std::size_t j = 0; j != 33; ++j) REQUIRE(std::isnan(forward.result(i, j)) == (i == 4));
  }
}

TEST_CASE("matrix: rows are padded with zeros to whole batches and aligned to 64 bytes", "[nn][matrix]") {
  for (std::size_t columns = 1; columns != 70; ++columns) {
    const nn::matrix<float> m(3, columns);
    constexpr std::size_t width = ogive::detail::lanes<ogive::detail::native_batch<float>>;
    CHECK(m.stride() % width == 0);
    CHECK(m.stride() >= columns);
    CHECK(m.stride() < columns + width);
    CHECK(reinterpret_cast<std::uintptr_t>(m.data()) % 64 == 0);
  }
}
