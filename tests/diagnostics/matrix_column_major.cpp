// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: a matrix in column-major order has no contiguous rows; pass a row-major one
#include <ogive/ogive.hpp>
using namespace ogive::symbols;

template <bool RowMajor>
struct matrix {  // as Eigen's
  static constexpr int IsRowMajor = RowMajor;
  float numbers[4]{};
  float* data() { return numbers; }
  int rows() const { return 2; }
  int cols() const { return 2; }
};

#ifdef WRONG
void call(matrix<false>& m) { ogive::map_rows<x - row_mean(x)>(m, m); }
#else
void call(matrix<true>& m) { ogive::map_rows<x - row_mean(x)>(m, m); }
#endif
