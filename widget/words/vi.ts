import type { FailureWords, Words } from '../words.ts';

/** Tiếng Việt */
export const words: Words & FailureWords = {
	language: 'vi',
	idle: 'Kết nối ngân hàng của bạn',
	loading: 'Xin chờ một chút…',
	open: 'Tiếp tục với ngân hàng của bạn…',
	exchanging: 'Đang kết nối tài khoản…',
	connected: 'Đã kết nối ngân hàng',
	change: 'Thay đổi',
	again: 'Thử lại',
	required: 'Hãy kết nối một tài khoản ngân hàng để tiếp tục.',
	unfinished: 'Ngân hàng của bạn chưa được kết nối.',
	later: 'Lần này chưa thực hiện được.',
	offline: 'Bạn đang ngoại tuyến. Hãy kiểm tra kết nối.',
	blocked: 'Trình duyệt đã chặn việc này. Hãy tắt trình chặn quảng cáo.',
	elsewhere: 'Một phiên đăng nhập ngân hàng khác đang mở. Hãy đóng phiên đó trước.',
	framed: 'Hãy mở trang này trong một cửa sổ riêng để kết nối ngân hàng.',
	popup: 'Cửa sổ của ngân hàng không mở được. Hãy cho phép cửa sổ bật lên ở trang này.',
	stale: 'Phản hồi của ngân hàng đến quá muộn. Vui lòng bắt đầu lại.',
	bank: 'Hiện không liên lạc được với ngân hàng của bạn.',
	already: 'Tài khoản này đã được kết nối.',
	kind: 'Không thể dùng tài khoản này. Hãy kết nối tài khoản thanh toán hoặc tài khoản tiết kiệm.',
	reload: 'Trang này đã mở quá lâu. Vui lòng tải lại trang.',
	restart: 'Không thể kết nối ngân hàng của bạn. Vui lòng bắt đầu lại.',
	never: 'Hiện không thể kết nối ngân hàng.',
};
