// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::map_rows<f>(in..., out, bindings...): the matrices mix float and double; pass one element type
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call([[maybe_unused]] std::vector<float>& a, std::vector<double>& d) { ogive::map_rows<x - row_mean(x)>(a, d); }
#else
void call([[maybe_unused]] std::vector<float>& a, std::vector<double>& d) { ogive::map_rows<x - row_mean(x)>(d, d); }
#endif
