// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// map_rows and backward_rows as they are called: every kind of matrix, wrong calls, and that a call allocates nothing.
// What they compute is tested in rows.cpp.
#include <array>
#include <cstdlib>
#include <new>
#include <span>
#include <string>
#include <vector>
#if __has_include(<eigen3/Eigen/Core>)
#include <eigen3/Eigen/Core>
#endif

#include <catch2/catch.hpp>

#include <ogive/ogive.hpp>

#include "kernel/allocations.hpp"
#include "messages.hpp"

using namespace ogive::symbols;
using ogive::as_rows;
using ogive::backward_rows;
using ogive::map_rows;
using ogive::matrix_view;
using ogive::activations::log_sum_exp;
using ogive::activations::softmax;

namespace {

constexpr auto centred = x - row_mean(x);
constexpr auto scaled = param<"weight">(1) * x / sqrt(row_mean(square(x)) + param<"epsilon">(0.5));
constexpr auto both = results(softmax, log_sum_exp);

/// A matrix as a program may have one, with rows that lie apart.
struct strided {
  std::vector<float> memory = std::vector<float>(10, 7);
  float* data() { return memory.data(); }
  [[nodiscard]] const float* data() const { return memory.data(); }
  [[nodiscard]] int rows() const { return 2; }
  [[nodiscard]] int cols() const { return 3; }
  [[nodiscard]] int outerStride() const { return 5; }
};

struct plain_matrix {
  std::vector<float> memory;
  float* data() { return memory.data(); }
  [[nodiscard]] const float* data() const { return memory.data(); }
  [[nodiscard]] std::size_t rows() const { return memory.size() / 3; }
  [[nodiscard]] std::size_t columns() const { return 3; }
};

using floats = std::vector<float>;

}  // namespace

TEST_CASE("whatever has rows of numbers is a matrix") {
  const floats values{1, 2, 6, -1, 0, 4}, expected{-2, -1, 3, -2, -1, 3};
  floats out(6);
  const matrix_view<const float> view{values.data(), 2, 3, 3};
  map_rows<centred>(view, matrix_view<float>{out.data(), 2, 3, 3});
  CHECK(out == expected);

  plain_matrix own{floats(6)};
  map_rows<centred>(as_rows(values, 3), own);
  CHECK(own.memory == expected);

  float arrays[2][3] = {};
  map_rows<centred>(own, arrays);  // centred already
  CHECK(floats(&arrays[0][0], &arrays[0][0] + 6) == expected);

  std::array<std::array<float, 3>, 2> array_of_arrays{};
  map_rows<centred>(plain_matrix{values}, array_of_arrays);
  CHECK(array_of_arrays == std::array<std::array<float, 3>, 2>{{{-2, -1, 3}, {-2, -1, 3}}});

  std::vector<std::array<float, 3>> vector_of_arrays(2);
  map_rows<centred>(view, vector_of_arrays);
  CHECK(vector_of_arrays == std::vector<std::array<float, 3>>{{-2, -1, 3}, {-2, -1, 3}});

  std::array<float, 3> one_row{};
  map_rows<centred>(std::span(values).first(3), one_row);
  CHECK(one_row == std::array<float, 3>{-2, -1, 3});

  strided apart;
  map_rows<centred>(view, apart);
  CHECK(apart.memory == floats{-2, -1, 3, 7, 7, -2, -1, 3, 7, 7});  // nothing beside the rows is written
}

#if __has_include(<eigen3/Eigen/Core>)
TEST_CASE("Eigen's row-major matrices and their blocks are matrices") {
  using matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  matrix in(2, 3), out(2, 4);
  in << 1, 2, 6, -1, 0, 4;
  out.setConstant(7);
  auto left = out.leftCols(3);
  map_rows<centred>(in, left);
  matrix expected(2, 4);
  expected << -2, -1, 3, 7, -2, -1, 3, 7;
  CHECK((out == expected));
}
#endif

TEST_CASE("a wrong call on rows says what was called, what is wrong and what to do") {
  floats memory(24), other(24), three(3), two(2);
  const auto fails = [](auto call) { return message_of<ogive::error>(call); };
  CHECK(fails([&] { map_rows<softmax>(as_rows(memory, 6), as_rows(other, 8)); }) ==
        "ogive::map_rows<f>(in..., out): argument 1 has 4 x 6 elements and argument 2 has 3 x 8; pass matrices of one "
        "shape");
  CHECK(
      fails([&] { backward_rows<softmax>(as_rows(memory, 6), as_rows(memory, 6), as_rows(other, 8)); }) ==
      "ogive::backward_rows<f>(in..., upstream, grad...): argument 1 has 4 x 6 elements and argument 3 has 3 x 8; pass "
      "matrices of one shape");
  CHECK(fails([&] { map_rows<log_sum_exp>(as_rows(memory, 6), three); }) ==
        "ogive::map_rows<f>(in..., out): argument 2 has 1 x 3 elements and the matrix has 4 rows; pass one element for "
        "each "
        "row");
  says(fails([&] { backward_rows<log_sum_exp>(as_rows(memory, 6), as_rows(memory, 6), as_rows(other, 6)); }),
       {"one element for each row"});
  CHECK(fails([&] {
          map_rows<softmax>(as_rows(std::span(memory).first(12), 6), as_rows(std::span(memory).subspan(6, 12), 6));
        }) ==
        "ogive::map_rows<f>(in..., out): argument 1 and argument 2 overlap; an output may be the very memory of an "
        "input, or "
        "must lie apart");
  says(fails([&] { map_rows<both>(as_rows(memory, 6), as_rows(other, 6), std::span(other).first(4)); }), {"overlap"});
  CHECK(fails([&] { as_rows(memory, 7); }) ==
        "ogive::as_rows: 24 elements are no whole number of rows of 7; pass the number of columns");
  says(fails([&] { as_rows(memory, 0); }), {"ogive::as_rows: 24 elements"});
  CHECK(fails([&] {
          map_rows<softmax>(matrix_view<float>{memory.data(), 3, 0, 0}, matrix_view<float>{other.data(), 3, 0, 0});
        }) == "ogive::map_rows<f>(in..., out): the matrix has 3 rows without columns; pass at least one column");
  CHECK(fails([&] { map_rows<softmax>(matrix_view<float>{}, matrix_view<float>{}); }) == "no error");
  CHECK(fails([&] { map_rows<scaled>(as_rows(memory, 6), as_rows(other, 6), param<"weight"> = two); }) ==
        "ogive::map_rows<f>(in..., out): parameter weight is bound to 2 values and the matrix has 6 columns; pass one "
        "value "
        "for each column");
  const floats six(6);
  CHECK(fails([&] {
          backward_rows<scaled>(as_rows(memory, 6), as_rows(memory, 6), as_rows(other, 6), param<"weight"> = six);
        }) ==
        "ogive::backward_rows<f>(in..., upstream, grad...): parameter weight is bound to a value for each column; say "
        "where "
        "its gradient goes: gradient<...> = range");
  says(fails([&] {
         backward_rows<scaled>(as_rows(memory, 6), as_rows(memory, 6), as_rows(other, 6), param<"weight"> = six,
                               gradient<"weight"> = three);
       }),
       {"parameter weight is bound to 3 values and the matrix has 6 columns"});
}

TEST_CASE("a call on rows allocates nothing") {
  const floats in(500, 1), upstream(500, 1);
  floats out(500), grad(500), kept(10 * ogive::row_number_count<softmax>);
  const int before = allocations;
  map_rows<softmax>(as_rows(in, 50), as_rows(out, 50));
  backward_rows<softmax>(as_rows(in, 50), as_rows(upstream, 50), as_rows(grad, 50));
  map_rows<softmax>(as_rows(in, 50), as_rows(out, 50), ogive::row_numbers(kept));
  backward_rows<softmax>(as_rows(in, 50), as_rows(upstream, 50), as_rows(grad, 50), ogive::row_numbers(kept));
  CHECK(allocations == before);
}
