// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::map_rows<f>(in..., out, bindings...): pass one matrix for each input of f, then one for each result
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a) { ogive::map_rows<x - row_mean(x)>(a); }
#else
void call(std::vector<float>& a) { ogive::map_rows<x - row_mean(x)>(a, a); }
#endif
