// Made by tests/tools/make_schools.mjs from src/profile/builtin: the schools, as they are searched and shown.

export const SCHOOLS = [
  {
    "id": "degree-photo",
    "name": {
      "zh": "学位照片（通用）",
      "en": "Degree photo (general)"
    },
    "institution_code": null,
    "pinyin": [
      "xue",
      "wei",
      "zhao",
      "pian",
      "tong",
      "yong"
    ],
    "file": {
      "min_bytes": 51201,
      "max_bytes": null
    },
    "picture": {
      "width_px": 480,
      "height_px": 640,
      "exact": false
    }
  },
  {
    "id": "bj-zikao-degree-2022",
    "name": {
      "zh": "北京市高等教育自学考试学士学位",
      "en": "Beijing self-taught examination, bachelor's degree"
    },
    "institution_code": "90001",
    "pinyin": [
      "bei",
      "jing",
      "shi",
      "gao",
      "deng",
      "jiao",
      "yu",
      "zi",
      "xue",
      "kao",
      "shi",
      "xue",
      "shi",
      "xue",
      "wei"
    ],
    "file": {
      "min_bytes": 51201,
      "max_bytes": null
    },
    "picture": {
      "width_px": 480,
      "height_px": 640,
      "exact": false
    }
  },
  {
    "id": "bj-zikao-exam",
    "name": {
      "zh": "北京市自学考试报名",
      "en": "Beijing self-taught examination, registration"
    },
    "institution_code": null,
    "pinyin": [
      "bei",
      "jing",
      "shi",
      "zi",
      "xue",
      "kao",
      "shi",
      "bao",
      "ming"
    ],
    "file": {
      "min_bytes": null,
      "max_bytes": 5000000
    },
    "picture": {
      "width_px": 400,
      "height_px": 576,
      "exact": false
    }
  },
  {
    "id": "cueb-2022",
    "name": {
      "zh": "首都经济贸易大学",
      "en": "Capital University of Economics and Business"
    },
    "institution_code": "10038",
    "pinyin": [
      "shou",
      "du",
      "jing",
      "ji",
      "mao",
      "yi",
      "da",
      "xue"
    ],
    "file": {
      "min_bytes": 51201,
      "max_bytes": null
    },
    "picture": {
      "width_px": 480,
      "height_px": 640,
      "exact": false
    }
  },
  {
    "id": "bit-graduate-2020",
    "name": {
      "zh": "北京理工大学研究生",
      "en": "Beijing Institute of Technology, graduates"
    },
    "institution_code": "10007",
    "pinyin": [
      "bei",
      "jing",
      "li",
      "gong",
      "da",
      "xue",
      "yan",
      "jiu",
      "sheng"
    ],
    "file": {
      "min_bytes": 102400,
      "max_bytes": 2000000
    },
    "picture": {
      "width_px": 480,
      "height_px": 640,
      "exact": false
    }
  },
  {
    "id": "cup-graduate-2022",
    "name": {
      "zh": "中国石油大学（北京）研究生",
      "en": "China University of Petroleum, Beijing, graduates"
    },
    "institution_code": "11414",
    "pinyin": [
      "zhong",
      "guo",
      "shi",
      "you",
      "da",
      "xue",
      "bei",
      "jing",
      "yan",
      "jiu",
      "sheng"
    ],
    "file": {
      "min_bytes": 51201,
      "max_bytes": null
    },
    "picture": {
      "width_px": 480,
      "height_px": 640,
      "exact": false
    }
  }
];
