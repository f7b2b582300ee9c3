// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: row_numbers(range): its elements are not those of the matrices; pass a writable range of one element
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call([[maybe_unused]] std::vector<float>& a, std::vector<double>& d) {
  ogive::map_rows<x * row_mean(x)>(a, a, ogive::row_numbers(d));
}
#else
void call([[maybe_unused]] std::vector<float>& a, std::vector<double>& d) {
  ogive::map_rows<x * row_mean(x)>(d, d, ogive::row_numbers(d));
}
#endif
