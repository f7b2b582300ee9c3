// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. A directory with the four files of MNIST, or of a set in its format, comes in; images as bytes with
// their labels go out, checked against each other.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include <ogive/nn/idx.hpp>
#include <ogive/nn/matrix.hpp>

namespace ogive::nn {

/// Rows of numbers with a label each. Element is std::uint8_t for images, float or double otherwise.
/// What a network sees of an element e is scale · e + shift.
template <class Element>
struct labelled_rows {
  std::vector<Element> elements;     ///< row after row
  std::vector<std::uint8_t> labels;  ///< one for each row
  std::size_t columns = 0;           ///< elements of a row
  std::size_t classes = 0;           ///< every label is below
  double scale = 1;
  double shift = 0;

  [[nodiscard]] std::size_t rows() const { return labels.size(); }

  /// Writes the chosen rows as a network sees them into the rows of `to`, and their labels.
  ///
  /// Shapes: `to` has `columns` columns and room for `chosen`, to_labels is as long. Errors: an element that is no
  /// finite number (`data_error` with its row and column).
  template <class T>
  void gather(std::span<const std::uint32_t> chosen, matrix_view<T> to, std::span<std::uint8_t> to_labels) const {
    const T factor = static_cast<T>(scale);
    const T offset = static_cast<T>(shift);
    constexpr std::size_t ahead = 4;  // rows lie anywhere in memory: ask for them before they are needed
    for (std::size_t i = 0; i != chosen.size(); ++i) {
      if (i + ahead < chosen.size()) prefetch(elements.data() + chosen[i + ahead] * columns);
      const Element* const from = elements.data() + chosen[i] * columns;
      T* const row = to.row(i);
      for (std::size_t j = 0; j < columns; ++j) row[j] = static_cast<T>(from[j]) * factor + offset;
      if constexpr (std::is_floating_point_v<Element>) require_finite(from, chosen[i]);
      to_labels[i] = labels[chosen[i]];
    }
  }

  /// Asks memory for rows that will be gathered soon.
  void prefetch(std::span<const std::uint32_t> chosen) const {
    for (const std::uint32_t row : chosen) prefetch(elements.data() + row * columns);
  }

 private:
  void prefetch(const Element* row) const {
    constexpr std::size_t line = 64 / sizeof(Element);
    for (std::size_t j = 0; j < columns; j += line) __builtin_prefetch(row + j);
  }

  void require_finite(const Element* row, std::size_t index) const {
    for (std::size_t j = 0; j < columns; ++j) {
      if (!std::isfinite(row[j])) {
        throw data_error(std::string("ogive::nn::labelled_rows: row ") + std::to_string(index) + ", column " +
                         std::to_string(j) + " is " + (std::isnan(row[j]) ? "not a number" : "infinite") +
                         "; training needs finite numbers: mend or leave out the row");
      }
    }
  }
};

/// Lets a network see numbers of mean 0 and variance 1 over all elements. Where all are equal the variance stays 0.
/// Errors: no elements.
template <class Element>
void standardise(labelled_rows<Element>& rows) {
  if (rows.elements.empty())
    ogive::detail::fail("ogive::nn::standardise: there are no elements; pass at least one row");
  double sum = 0, squares = 0;
  for (const Element element : rows.elements) {
    const double e = static_cast<double>(element);
    sum += e;
    squares += e * e;
  }
  const double count = static_cast<double>(rows.elements.size());
  const double mean = sum / count;
  const double variance = squares / count - mean * mean;
  rows.scale = variance > 0 ? 1 / std::sqrt(variance) : 1;
  rows.shift = -mean * rows.scale;
}

/// Makes the images of the rows smaller: each pixel becomes the mean of side × side of them, rounded to a byte; average
/// pooling with a stride of `side`.
///
/// Shapes: a row has height · width elements before, height / side · width / side after. Errors: rows of another shape,
/// a side that does not divide both.
inline void average_pool(labelled_rows<std::uint8_t>& images, std::size_t height, std::size_t width, std::size_t side) {
  if (images.columns != height * width || side == 0 || height % side != 0 || width % side != 0) {
    ogive::detail::fail(
        "ogive::nn::average_pool: squares of %zu x %zu pixels in images of %zu x %zu, rows of %zu elements; pass the "
        "images' height and width, and a side that divides both",
        side, side, height, width, images.columns);
  }
  const std::size_t rows = height / side, columns = width / side, area = side * side;
  std::vector<std::uint8_t> pooled(images.rows() * rows * columns);
  std::vector<std::size_t> sums(columns);
  const std::uint8_t* from = images.elements.data();
  std::uint8_t* to = pooled.data();
  for (std::size_t i = 0; i != images.rows() * rows; ++i, to += columns) {
    std::fill(sums.begin(), sums.end(), 0);
    for (std::size_t r = 0; r != side; ++r) {
      for (std::size_t j = 0; j != columns; ++j) {
        for (std::size_t c = 0; c != side; ++c) sums[j] += *from++;
      }
    }
    for (std::size_t j = 0; j != columns; ++j) to[j] = static_cast<std::uint8_t>((2 * sums[j] + area) / (2 * area));
  }
  images.elements = std::move(pooled);
  images.columns = rows * columns;
}

/// Takes the last `count` rows off: they become a set of their own, for validation. Errors: more rows than there are.
template <class Element>
labelled_rows<Element> split_off(labelled_rows<Element>& rows, std::size_t count) {
  if (count > rows.rows()) {
    ogive::detail::fail("ogive::nn::split_off: %zu rows of %zu; take at most all of them", count, rows.rows());
  }
  const std::size_t kept = rows.rows() - count;
  const auto first = rows.elements.begin() + static_cast<std::ptrdiff_t>(kept * rows.columns);
  labelled_rows<Element> off = {.elements = {first, rows.elements.end()},
                                .labels = {rows.labels.begin() + static_cast<std::ptrdiff_t>(kept), rows.labels.end()},
                                .columns = rows.columns,
                                .classes = rows.classes,
                                .scale = rows.scale,
                                .shift = rows.shift};
  rows.elements.erase(first, rows.elements.end());
  rows.labels.resize(kept);
  return off;
}

/// A training set and a test set of images.
struct image_sets {
  labelled_rows<std::uint8_t> train;
  labelled_rows<std::uint8_t> test;
};

/// The same for both sets, by the numbers of the training set.
inline void standardise(image_sets& sets) {
  standardise(sets.train);
  sets.test.scale = sets.train.scale;
  sets.test.shift = sets.train.shift;
}

/// What `load_mnist` demands of the files.
struct image_shape {
  std::size_t height = 28;
  std::size_t width = 28;
  std::size_t classes = 10;
};

namespace detail {

/// `stem`-idx3-ubyte or `stem`.idx3-ubyte, with or without .gz: whichever is there, in this order.
inline std::string find_idx(const std::string& directory, const std::string& stem, const std::string& suffix) {
  std::error_code error;
  for (const char* const joint : {"-", "."}) {
    for (const char* const ending : {"", ".gz"}) {
      const std::filesystem::path path = std::filesystem::path(directory) / (stem + joint + suffix + ending);
      if (std::filesystem::exists(path, error)) return path.string();
    }
  }
  throw data_error(directory + ": has no " + stem + "-" + suffix + " or " + stem + "." + suffix +
                   ", with or without .gz; pass the directory that holds the four files of MNIST");
}

inline labelled_rows<std::uint8_t> load_images(const std::string& directory, const std::string& stem,
                                               const image_shape& shape) {
  idx_array images = read_idx(find_idx(directory, stem + "-images", "idx3-ubyte"), {.rank = 3, .type = idx_type::u8});
  const auto shape_text = [](std::size_t height, std::size_t width) {
    return std::to_string(height) + " x " + std::to_string(width);
  };
  if (images.sizes[1] != shape.height || images.sizes[2] != shape.width) {
    refuse(images.file, 8, "shape mismatch", "images of " + shape_text(shape.height, shape.width),
           shape_text(images.sizes[1], images.sizes[2]));
  }
  idx_array labels = read_idx(find_idx(directory, stem + "-labels", "idx1-ubyte"), {.rank = 1, .type = idx_type::u8});
  if (labels.sizes[0] != images.sizes[0]) {
    refuse(labels.file, 4, "count mismatch",
           std::to_string(images.sizes[0]) + " labels, one for each image of " + images.file,
           std::to_string(labels.sizes[0]));
  }
  for (std::size_t i = 0; i != labels.bytes.size(); ++i) {
    if (labels.bytes[i] >= shape.classes) {
      refuse(labels.file, 8 + i, "label out of range at index " + std::to_string(i),
             "a label below " + std::to_string(shape.classes), std::to_string(labels.bytes[i]));
    }
  }
  labelled_rows<std::uint8_t> rows;
  rows.elements = std::move(images.bytes);
  rows.labels = std::move(labels.bytes);
  rows.columns = shape.height * shape.width;
  rows.classes = shape.classes;
  rows.scale = 1.0 / 255;
  return rows;
}

}  // namespace detail

/// The training and test images of a directory with the files of MNIST or of a drop-in set: `train-images-idx3-ubyte`
/// or `train-images.idx3-ubyte`, each with or without `.gz`, and so on for `train-labels`, `t10k-images`,
/// `t10k-labels`.
///
/// Pixels stay bytes; a network sees them as numbers from 0 to 1. Errors (`data_error`): a missing file, all of
/// `read_idx`, images that are not of `shape`, counts that differ, a label that is no class.
inline image_sets load_mnist(const std::string& directory, const image_shape& shape = {}) {
  std::error_code error;
  if (!std::filesystem::is_directory(directory, error)) {
    throw data_error(directory + ": " + (error ? error.message() : "Not a directory") +
                     "; pass the directory that holds the four files of MNIST");
  }
  return {detail::load_images(directory, "train", shape), detail::load_images(directory, "t10k", shape)};
}

}  // namespace ogive::nn
