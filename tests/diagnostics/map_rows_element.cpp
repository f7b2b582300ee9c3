// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::map_rows<f>(in..., out, bindings...): pass row-major matrices of float or double, then bindings
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a, [[maybe_unused]] std::vector<int>& i) { ogive::map_rows<x - row_mean(x)>(i, a); }
#else
void call(std::vector<float>& a, [[maybe_unused]] std::vector<int>& i) { ogive::map_rows<x - row_mean(x)>(a, a); }
#endif
